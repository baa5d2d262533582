/* Parts of paths, and texts made safe as parts of paths. */
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"

/* Longest part in bytes; leaves room for suffixes within the 255 of common file systems. */
#define MAX_PART 120

struct str file_last_part(struct str path) {
    size_t start = path.len;
    while (start && path.data[start - 1] != '/') {
        start--;
    }
    return str_slice(path, start, path.len);
}

static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

struct str file_extension(struct arena *arena, struct str path) {
    struct str name = file_last_part(path);
    size_t dot = name.len;
    while (dot && name.data[dot - 1] != '.') {
        dot--;
    }
    if (dot <= 1) {
        return (struct str){NULL, 0};
    }
    size_t size = name.len - dot;
    char *text = ARENA_ARRAY(arena, char, size + 1);
    for (size_t i = 0; i < size; i++) {
        text[i] = lower(name.data[dot + i]);
    }
    return (struct str){text, size};
}

/* Controls, marks of direction and other invisible signs, line separators. */
static bool is_control(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/* Not allowed in Windows names, or not to be seen. */
static bool is_forbidden(uint32_t c) {
    return is_control(c) || c == UTF8_BAD || (c < 0x80 && strchr("<>:\"/\\|?*", (int)c));
}

static bool is_blank(uint32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x3000;
}

struct str file_printable(struct arena *arena, struct str path) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < path.len;) {
        size_t start = i;
        uint32_t c = utf8_next(path, &i);
        if (!is_control(c) && c != UTF8_BAD && c != '\\') {
            buf_add(&buf, str_slice(path, start, i));
            continue;
        }
        for (; start < i; start++) {
            buf_format(&buf, "\\x%02X", (unsigned)(unsigned char)path.data[start]);
        }
    }
    return buf_str(&buf);
}

/* Bytes of `part` without blanks and dots at its end. */
static size_t trimmed_len(struct str part) {
    size_t len = 0;
    for (size_t i = 0; i < part.len;) {
        uint32_t c = utf8_next(part, &i);
        if (!is_blank(c) && c != '.') {
            len = i;
        }
    }
    return len;
}

/* The device names of Windows, with or without an extension. */
static bool is_reserved(struct str name) {
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    char text[5] = {0};
    for (size_t i = 0; i < name.len && i < 4; i++) {
        text[i] = lower(name.data[i]);
    }
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        if (name.len == 3 && strcmp(text, devices[i]) == 0) {
            return true;
        }
    }
    return name.len == 4 && text[3] >= '0' && text[3] <= '9' &&
           (strncmp(text, "com", 3) == 0 || strncmp(text, "lpt", 3) == 0);
}

/* Cuts to `limit` bytes at a character's edge, then trims the end. */
static struct str cut(struct str text, size_t limit) {
    size_t len = 0;
    for (size_t i = 0; i < text.len;) {
        utf8_next(text, &i);
        if (i <= limit) {
            len = i;
        }
    }
    text.len = len;
    text.len = trimmed_len(text);
    return text;
}

struct str file_safe_part(struct arena *arena, struct str text) {
    struct buf buf = {.arena = arena};
    bool is_start = true;
    for (size_t i = 0; i < text.len && buf.len <= MAX_PART;) {
        uint32_t c = utf8_next(text, &i);
        if (is_start && is_blank(c)) {
            continue;
        }
        bool is_hidden = is_start && c == '.';
        is_start = false;
        buf_add_code_point(&buf, is_forbidden(c) || is_hidden ? '_' : c);
    }
    struct str part = cut(buf_str(&buf), MAX_PART);
    size_t dot = str_find(part, STR("."), 0);
    struct str stem = str_slice(part, 0, dot);
    stem.len = trimmed_len(stem);
    if (is_reserved(stem)) {
        struct str rest = str_slice(part, stem.len, part.len);
        part = cut(str_format(arena, "%" STR_FMT "_%" STR_FMT, STR_ARG(stem), STR_ARG(rest)),
                   MAX_PART);
    }
    return part.len ? part : STR("_");
}

/* Signs of names that no file system takes for another: Chinese brackets, dots and commas. */
static bool is_usual_mark(uint32_t c) {
    return c == 0xB7 || (c >= 0x2014 && c <= 0x201D) || (c >= 0x3001 && c <= 0x3011) ||
           (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20);
}

/* Bytes after the last '-' if they are letters and digits; else 0. */
static size_t code_at_end(struct str text) {
    size_t n = 0;
    while (n < text.len) {
        char c = lower(text.data[text.len - 1 - n]);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) {
            break;
        }
        n++;
    }
    return n < text.len && text.data[text.len - 1 - n] == '-' ? n : 0;
}

/* Digits of the hash that make a part unique, and of a code behind a unit's name. */
enum { HASH_DIGITS = 8, CODE_DIGITS = 6 };

bool file_is_plain_part(struct arena *arena, struct str text, bool allows_lower) {
    size_t n_code = code_at_end(text);
    if (n_code == HASH_DIGITS || n_code == CODE_DIGITS ||
        !str_equal(file_safe_part(arena, text), text)) {
        return false;
    }
    for (size_t i = 0; i < text.len;) {
        uint32_t c = utf8_next(text, &i);
        bool is_ascii = c < 0x7F && (allows_lower || c < 'a' || c > 'z');
        bool is_unified = c < 0xF900 || (c >= 0x20000 && c < 0x2F800) || c >= 0x2FA20;
        if (!is_ascii && !(utf8_is_han(c) && is_unified) && !is_usual_mark(c)) {
            return false;
        }
    }
    return true;
}

struct str file_hashed_part(struct arena *arena, struct str text, struct str whole) {
    struct str hash = str_slice(hash_sha256(arena, whole), 0, HASH_DIGITS);
    struct str part = cut(file_safe_part(arena, text), MAX_PART - HASH_DIGITS - 1);
    return str_join(arena, (struct str[]){part, hash}, 2, STR("-"));
}
