/* Lists of names: a word, what may stand between, a word; what else must and must not be said. */
#include "rules/lists.h"

#include "model/model.h"

/* Words that must also be said at most, each a group of alternatives. */
#define MOST_GROUPS 4

/* Alternatives, as inventory_key makes them. */
struct words {
    struct str *items;
    size_t n;
    /* How they begin: a bit for each first character, by head_of. */
    uint64_t heads;
};

/* A row of the table. */
struct name_pattern {
    struct words start, between, end, with[MOST_GROUPS], without;
    size_t n_with;
};

struct name_list {
    struct str name;
    struct name_pattern *patterns;
    size_t n_patterns, capacity;
    /* Where its first row stands; some condition asks for it. */
    struct origin origin;
    bool is_asked;
};

struct name_lists {
    struct name_list *items;
    size_t n, capacity;
};

enum { COLUMN_LIST, COLUMN_START, COLUMN_BETWEEN, COLUMN_END, COLUMN_WITH, COLUMN_WITHOUT };

static char to_lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* A bit for the first character of what stands at `at`: other characters may have the same. */
static uint64_t head_of(struct str text, size_t at) {
    unsigned head = (unsigned char)to_lower(text.data[at]);
    if (head >= 0x80 && text.len - at > 2) {
        head += (unsigned char)text.data[at + 1] * 7U + (unsigned char)text.data[at + 2] * 3U;
    }
    return UINT64_C(1) << head % 64;
}

static struct words read_words(struct arena *arena, struct str text) {
    struct words words = {0};
    size_t capacity = 0;
    struct str rest = text, word;
    while (str_split(&rest, STR("|"), &word)) {
        struct str key = inventory_key(arena, word);
        if (key.len) {
            ARENA_PUSH(arena, words.items, words.n, capacity, key);
            words.heads |= head_of(key, 0);
        }
    }
    return words;
}

static bool read_pattern(const struct data_table *table, struct name_pattern *pattern) {
    struct arena *arena = table->arena;
    pattern->start = read_words(arena, data_text(table, COLUMN_START));
    pattern->between = read_words(arena, data_text(table, COLUMN_BETWEEN));
    pattern->end = read_words(arena, data_text(table, COLUMN_END));
    pattern->without = read_words(arena, data_text(table, COLUMN_WITHOUT));
    struct str rest = data_text(table, COLUMN_WITH), group;
    while (str_split(&rest, STR("&"), &group)) {
        if (pattern->n_with == MOST_GROUPS) {
            return data_refuse(table, COLUMN_WITH, data_text(table, COLUMN_WITH),
                               STR("word|word & word|word"));
        }
        pattern->with[pattern->n_with] = read_words(arena, group);
        pattern->n_with += pattern->with[pattern->n_with].n > 0;
    }
    return pattern->start.n || data_refuse(table, COLUMN_START, (struct str){0}, STR("word|word"));
}

static struct name_list *find(const struct name_lists *lists, struct str name) {
    for (size_t i = 0; i < lists->n; i++) {
        if (str_equal(lists->items[i].name, name)) {
            return &lists->items[i];
        }
    }
    return NULL;
}

const struct name_lists *lists_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                    struct diag *diag) {
    static const char *const names[] = {"list", "start", "between", "end", "with", "without", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, arena, shelf, "rules/lists", edition, diag)) {
        return NULL;
    }
    struct name_lists *lists = ARENA_NEW(arena, struct name_lists);
    bool is_good = true;
    while (data_next(&table)) {
        struct str name = data_text(&table, COLUMN_LIST);
        struct name_pattern pattern = {0};
        if (!name.len) {
            is_good = data_refuse(&table, COLUMN_LIST, name, STR("W1"));
            continue;
        }
        is_good = read_pattern(&table, &pattern) && is_good;
        struct name_list *list = find(lists, name);
        if (!list) {
            struct name_list new = {
                .name = name,
                .origin = {.source = table.source, .row = table.csv.records[table.row].line}};
            ARENA_PUSH(arena, lists->items, lists->n, lists->capacity, new);
            list = &lists->items[lists->n - 1];
        }
        ARENA_PUSH(arena, list->patterns, list->n_patterns, list->capacity, pattern);
    }
    return is_good ? lists : NULL;
}

const struct name_list *lists_find(const struct name_lists *lists, struct str name) {
    struct name_list *list = lists ? find(lists, name) : NULL;
    if (list) {
        list->is_asked = true;
    }
    return list;
}

void lists_note_used(const struct name_lists *lists, struct dictionary *used) {
    for (size_t i = 0; i < lists->n; i++) {
        if (lists->items[i].is_asked) {
            dictionary_put(used, lists->items[i].name, i);
        }
    }
}

bool lists_report_unused(const struct name_lists *lists, const struct dictionary *used,
                         struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < lists->n; i++) {
        size_t at;
        struct diag_note note = {.id = DIAG_TABLE_UNUSED,
                                 .origin = lists->items[i].origin,
                                 .args = {lists->items[i].name}};
        if (!dictionary_get(used, lists->items[i].name, &at)) {
            diag_report(diag, &note);
            is_good = false;
        }
    }
    return is_good;
}

struct str lists_nearest(const struct name_lists *lists, struct str name) {
    struct str best = {0};
    for (size_t i = 0; lists && i < lists->n && !best.len; i++) {
        best = str_nearest(name, &lists->items[i].name, 1);
    }
    return best.len || !lists || !lists->n ? best : lists->items[0].name;
}

static bool is_latin(struct str text, size_t at) {
    unsigned char byte = at < text.len ? (unsigned char)text.data[at] : 0;
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool word_stands_at(struct str text, size_t at, struct str word) {
    if (word.len == 0 || word.len > text.len - at ||
        to_lower(text.data[at]) != to_lower(word.data[0])) {
        return false;
    }
    size_t n_same = 1;
    while (n_same < word.len && to_lower(text.data[at + n_same]) == to_lower(word.data[n_same])) {
        n_same++;
    }
    bool is_cut_before = at > 0 && is_latin(text, at - 1) && is_latin(word, 0);
    bool is_cut_after = is_latin(text, at + word.len) && is_latin(word, word.len - 1);
    return n_same == word.len && !is_cut_before && !is_cut_after;
}

/* Bytes of the longest of the words that stands at `at`; 0 if none does. */
static size_t measure(const struct words *words, struct str text, size_t at) {
    size_t longest = 0;
    bool may_stand = at < text.len && words->heads & head_of(text, at);
    for (size_t i = 0; may_stand && i < words->n; i++) {
        if (words->items[i].len > longest && word_stands_at(text, at, words->items[i])) {
            longest = words->items[i].len;
        }
    }
    return longest;
}

static bool is_said(const struct words *words, struct str text) {
    for (size_t at = 0; at < text.len; at++) {
        if (measure(words, text, at)) {
            return true;
        }
    }
    return false;
}

/* Where the name that begins with a start ends: behind the words between and an end. 0 if it is
 * none. */
static size_t find_end(const struct name_pattern *pattern, struct str text, size_t at) {
    while (pattern->end.n) {
        size_t end = measure(&pattern->end, text, at);
        size_t between = measure(&pattern->between, text, at);
        if (end || !between) {
            return end ? at + end : 0;
        }
        at += between;
    }
    return at;
}

static bool pattern_holds(const struct name_pattern *pattern, struct str text,
                          struct str *matched) {
    size_t end = 0;
    for (size_t at = 0; at < text.len && !end; at++) {
        bool may_start = pattern->start.heads & head_of(text, at);
        for (size_t i = 0; may_start && i < pattern->start.n && !end; i++) {
            if (word_stands_at(text, at, pattern->start.items[i])) {
                end = find_end(pattern, text, at + pattern->start.items[i].len);
                *matched = str_slice(text, at, end);
            }
        }
    }
    for (size_t i = 0; end && i < pattern->n_with; i++) {
        end = is_said(&pattern->with[i], text) ? end : 0;
    }
    return end && !is_said(&pattern->without, text);
}

size_t list_n_patterns(const struct name_list *list) {
    return list->n_patterns;
}

struct str list_example(const struct name_list *list, struct arena *arena, size_t pattern) {
    const struct name_pattern *own = &list->patterns[pattern];
    struct buf text = {.arena = arena};
    for (size_t i = 0; i < own->n_with; i++) {
        buf_add(&text, own->with[i].items[0]);
    }
    buf_add(&text, own->start.items[0]);
    buf_add(&text, own->end.n ? own->end.items[0] : (struct str){0});
    return buf_str(&text);
}

bool list_holds(const struct name_list *list, struct str text, struct str *matched) {
    for (size_t i = 0; i < list->n_patterns; i++) {
        if (pattern_holds(&list->patterns[i], text, matched)) {
            return true;
        }
    }
    return false;
}
