/* XML by expat, behind the same calls and within the same limits. */
#include "read/oracle.h"

#include <expat.h>
#include <string.h>

/* Bytes handed to expat at a time. */
#define PIECE 65536

/* A document that expat reads. */
struct oracle {
    XML_Parser parser;
    struct xml_calls calls;
    struct arena *arena;
    /* Elements open now. */
    unsigned depth;
    /* Depth of the element that is passed over with all below it; 0 if none. */
    unsigned skipped_depth;
    /* Bytes handed to expat so far. */
    uint64_t n_fed;
    /* Set by the first fault. */
    struct str fault;
    bool is_stopped;
};

static void stop(struct oracle *xml) {
    xml->is_stopped = true;
    XML_StopParser(xml->parser, XML_FALSE);
}

static void refuse(struct oracle *xml, enum diag_word word) {
    if (!xml->fault.len) {
        xml->fault = diag_word_number(xml->arena, word, XML_GetCurrentLineNumber(xml->parser));
    }
    stop(xml);
}

/* Names are a few letters: one loop costs less than two library calls. */
static struct str local_name(const char *name) {
    const char *end = name;
    for (; *end; end++) {
        if (*end == ':') {
            name = end + 1;
        }
    }
    return (struct str){name, (size_t)(end - name)};
}

static bool is_skipped(struct str name) {
    return name.len > 5 && (str_is(name, "extLst") || str_is(name, "Fallback"));
}

static void on_start(void *user, const char *name, const char **attributes) {
    struct oracle *xml = user;
    if (xml->is_stopped) {
        return;
    }
    if (++xml->depth > XML_MOST_DEPTH) {
        refuse(xml, DIAG_WORD_XML_DEPTH);
        return;
    }
    size_t n = 0;
    while (attributes[n]) {
        n++;
    }
    if (n / 2 > XML_MOST_ATTRIBUTES || XML_GetCurrentByteCount(xml->parser) > XML_MOST_TAG) {
        refuse(xml, DIAG_WORD_XML_TAG);
        return;
    }
    if (xml->skipped_depth) {
        return;
    }
    struct str local = local_name(name);
    if (is_skipped(local)) {
        xml->skipped_depth = xml->depth;
        return;
    }
    struct xml_attribute items[XML_MOST_ATTRIBUTES];
    for (size_t i = 0; i < n / 2; i++) {
        items[i].name = str_from_c(attributes[2 * i]);
        items[i].value = str_from_c(attributes[2 * i + 1]);
    }
    if (!xml->calls.start(xml->calls.context, local, &(struct xml_attributes){items, n / 2})) {
        stop(xml);
    }
}

static void on_end(void *user, const char *name) {
    struct oracle *xml = user;
    if (xml->is_stopped) {
        return;
    }
    unsigned depth = xml->depth--;
    if (xml->skipped_depth) {
        xml->skipped_depth = depth == xml->skipped_depth ? 0 : xml->skipped_depth;
    } else if (!xml->calls.end(xml->calls.context, local_name(name))) {
        stop(xml);
    }
}

static void on_text(void *user, const char *text, int len) {
    struct oracle *xml = user;
    if (xml->is_stopped || xml->skipped_depth) {
        return;
    }
    if (!xml->calls.text(xml->calls.context, (struct str){text, (size_t)len})) {
        stop(xml);
    }
}

static void on_doctype(void *user, const char *name, const char *system, const char *public,
                       int has_subset) {
    (void)name, (void)system, (void)public, (void)has_subset;
    refuse(user, DIAG_WORD_XML_DOCTYPE);
}

static bool is_word(const char *text, const char *upper) {
    for (; *text && *upper; text++, upper++) {
        char c = (char)(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
        if (c != *upper) {
            return false;
        }
    }
    return *text == *upper;
}

static void on_declaration(void *user, const char *version, const char *encoding, int standalone) {
    (void)version, (void)standalone;
    static const char *const known[] = {"UTF-8",  "UTF8",     "US-ASCII",
                                        "UTF-16", "UTF-16LE", "UTF-16BE"};
    bool is_known = !encoding;
    for (size_t i = 0; !is_known && i < sizeof known / sizeof *known; i++) {
        is_known = is_word(encoding, known[i]);
    }
    if (!is_known) {
        refuse(user, DIAG_WORD_XML_ENCODING);
    }
}

static void release(void *object) {
    XML_ParserFree(object);
}

/* The name that the declaration gives is another word for UTF-8, or for a part of it: expat does
 * not know the one and is stricter about the other. */
static bool is_utf8_by_another_name(struct str document) {
    struct str head = str_slice(document, 0, 200);
    size_t at = str_starts(head, STR("<?xml")) ? str_find(head, STR("encoding"), 0) : SIZE_MAX;
    if (at == SIZE_MAX) {
        return false;
    }
    while (at < head.len && head.data[at] != '"' && head.data[at] != '\'' && head.data[at] != '>') {
        at++;
    }
    char word[16] = {0};
    for (size_t i = 0; i < sizeof word - 1 && at + 1 + i < head.len; i++) {
        char c = head.data[at + 1 + i];
        if (c == head.data[at]) {
            break;
        }
        word[i] = c;
    }
    return is_word(word, "UTF8") || is_word(word, "US-ASCII");
}

static struct oracle *open_oracle(struct arena *arena, const struct xml_calls *calls,
                                  struct str document) {
    struct oracle *xml = ARENA_NEW(arena, struct oracle);
    const char *said = is_utf8_by_another_name(document) ? "UTF-8" : NULL;
    *xml = (struct oracle){.calls = *calls, .arena = arena, .parser = XML_ParserCreate(said)};
    arena_own(arena, xml->parser, release);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    XML_SetXmlDeclHandler(xml->parser, on_declaration);
    return xml;
}

static bool parse(struct oracle *xml, struct str piece, bool is_last) {
    enum XML_Status status = XML_Parse(xml->parser, piece.data, (int)piece.len, is_last);
    if (xml->is_stopped) {
        return false;
    }
    if (status != XML_STATUS_OK) {
        refuse(xml, DIAG_WORD_XML_SYNTAX);
        return false;
    }
    xml->n_fed += piece.len;
    XML_Index done = XML_GetCurrentByteIndex(xml->parser);
    if (!is_last && done >= 0 && xml->n_fed - (uint64_t)done > XML_MOST_TAG + PIECE) {
        refuse(xml, DIAG_WORD_XML_TAG);
        return false;
    }
    return true;
}

bool oracle_read(struct arena *arena, const struct xml_calls *calls, struct str document,
                 struct str *fault) {
    struct oracle *xml = open_oracle(arena, calls, document);
    bool is_good = true;
    while (document.len && is_good) {
        struct str part = str_slice(document, 0, PIECE);
        is_good = parse(xml, part, false);
        document = str_slice(document, part.len, document.len);
    }
    is_good = is_good && parse(xml, STR(""), true);
    *fault = xml->fault;
    return is_good;
}
