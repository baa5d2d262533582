/*
 * Texts: what clauses of rule tables may cite. Every cell of a clause is held against it when its
 * table is read, so that no reason names a place that nobody saw, and none that was not verified
 * without saying so.
 */
#include "rules/texts.h"

enum { COLUMN_TEXT, COLUMN_PLACES, COLUMN_AFTER, COLUMN_UNVERIFIED, COLUMN_SOURCE };

/* A text that may be cited. */
struct cited_text {
    /* As clauses call it; its row, all of narrow brackets. */
    struct str name, places, after, unverified;
    /* Where it stands; some clause cites it, one cites what is not there. */
    struct origin origin;
    bool is_cited, is_blamed;
};

struct cited_texts {
    struct cited_text *items;
    size_t n_items;
    /* Between texts, between places; behind a place that was not verified. */
    struct str also, and, unsure;
};

/* ---- a citation ------------------------------------------------------------------------------ */

/* One of the words, parted by blanks, is the text. */
static bool has_word(struct str words, struct str text) {
    struct str rest = words, word;
    while (str_split(&rest, STR(" "), &word)) {
        if (str_equal(word, text)) {
            return true;
        }
    }
    return false;
}

/* A place being looked for: the group of places under work, "" before the first. */
struct place_search {
    const struct cited_text *text;
    /* How the group begins, and what may follow. */
    struct str start, items;
};

static struct str cut_end(struct str text, struct str end) {
    return end.len && str_ends(text, end) ? str_slice(text, 0, text.len - end.len) : text;
}

/* What follows the group's beginning is one of its items, or nothing where it has none. */
static bool is_item(const struct place_search *search, struct str item) {
    return search->items.len ? has_word(search->items, item) : item.len == 0;
}

/* A place of the text: the beginning of a group and an item, or an item of the group before it. */
static bool find_place(struct place_search *search, struct str place, struct str *whole) {
    struct str rest = search->text->places, group, own = cut_end(place, search->text->after);
    while (str_split(&rest, STR("|"), &group)) {
        size_t colon = str_find(group, STR(":"), 0);
        struct place_search other = {.text = search->text};
        other.start = str_slice(group, 0, colon == SIZE_MAX ? group.len : colon);
        other.items = colon == SIZE_MAX ? other.items : str_slice(group, colon + 1, group.len);
        if (str_starts(own, other.start) &&
            is_item(&other, str_slice(own, other.start.len, own.len))) {
            *search = other;
            *whole = place;
            return true;
        }
    }
    *whole = place;
    return search->start.len && is_item(search, own);
}

/* All places cited are there; `is_unverified` where one of them was not verified. */
static bool find_places(struct arena *arena, const struct cited_texts *texts,
                        const struct cited_text *text, struct str cited, bool *is_unverified) {
    struct place_search search = {.text = text};
    struct str rest = cited, place, whole;
    *is_unverified = str_is(text->unverified, "*");
    while (str_split(&rest, texts->and, &place)) {
        if (!find_place(&search, place, &whole)) {
            return false;
        }
        struct str full =
            str_starts(whole, search.start) ? whole : str_concat(arena, search.start, whole);
        full = str_concat(arena, cut_end(full, text->after), text->after);
        *is_unverified = *is_unverified || has_word(text->unverified, full);
    }
    return true;
}

/* The text with the longest name at the start of a citation. */
static struct cited_text *find_text(const struct cited_texts *texts, struct str cited) {
    struct cited_text *best = NULL;
    for (size_t i = 0; i < texts->n_items; i++) {
        struct cited_text *text = &texts->items[i];
        if (str_starts(cited, text->name) && (!best || text->name.len > best->name.len)) {
            best = text;
        }
    }
    return best;
}

/* The text whose name is nearest to that of a citation; NULL if none is near. */
static struct cited_text *nearest_text(struct arena *arena, const struct cited_texts *texts,
                                       struct str cited) {
    struct str *names = ARENA_ARRAY(arena, struct str, texts->n_items);
    for (size_t i = 0; i < texts->n_items; i++) {
        names[i] = texts->items[i].name;
    }
    /* names have up to two words: GB/T 2260 */
    struct str nearest = {0};
    size_t at = 0;
    for (size_t n_words = 2, end; n_words && !nearest.len; n_words--) {
        end = str_find(cited, STR(" "), 0);
        end = n_words == 2 && end != SIZE_MAX ? str_find(cited, STR(" "), end + 1) : end;
        struct str own = str_slice(cited, 0, end == SIZE_MAX ? cited.len : end);
        nearest = str_nearest(own, names, texts->n_items);
    }
    while (at < texts->n_items && !str_equal(names[at], nearest)) {
        at++;
    }
    return at < texts->n_items ? &texts->items[at] : NULL;
}

/* Bytes of what stands in brackets as the number of a place: (1), (一); a remark is longer. */
enum { MOST_NUMBER = 3 };

/* Why a citation is none. */
struct citing_fault {
    /* What may stand there instead. */
    struct str expected;
    /* The row that may as well be wrong; NULL for none. */
    struct cited_text *text;
};

/* Holds one text with its places against the table; what stands in brackets behind them is a
 * remark. */
static bool is_known(struct arena *arena, const struct cited_texts *texts, struct str cited,
                     struct citing_fault *fault) {
    struct cited_text *text = find_text(texts, cited);
    *fault = (struct citing_fault){STR("rules/texts.csv"), text};
    if (!text) {
        fault->text = nearest_text(arena, texts, cited);
        fault->expected = fault->text ? fault->text->name : fault->expected;
        return false;
    }
    text->is_cited = true;
    struct str rest = str_trim(str_slice(cited, text->name.len, cited.len));
    bool is_marked = false, is_unverified = false;
    while (rest.len && !find_places(arena, texts, text, rest, &is_unverified)) {
        size_t open = rest.len;
        while (open && rest.data[open - 1] != '(') {
            open--;
        }
        bool is_number = open + MOST_NUMBER + 1 >= rest.len;
        if (!open || is_number || !str_ends(rest, STR(")"))) {
            fault->expected = text->places.len ? text->places : text->name;
            return false;
        }
        is_marked = is_marked || str_equal(str_slice(rest, open - 1, rest.len), texts->unsure);
        rest = str_trim(str_slice(rest, 0, open - 1));
    }
    is_unverified = is_unverified || str_is(text->unverified, "*");
    fault->expected = str_concat(arena, cited, texts->unsure);
    return !is_unverified || is_marked;
}

/* Of the first citation that is none, the row of its text says so too. */
static void report_text(const struct data_table *table, const struct citing_fault *fault,
                        struct str cited) {
    if (fault->text && !fault->text->is_blamed) {
        struct str place = origin_text(table->arena, edition_origin(table));
        diag_report(table->diag, &(struct diag_note){.id = DIAG_TABLE_CITED,
                                                     .origin = fault->text->origin,
                                                     .args = {place, cited}});
        fault->text->is_blamed = true;
    }
}

bool edition_clause(const struct edition *edition, const struct data_table *table, size_t column) {
    return edition_clause_text(edition, table, column, data_text(table, column));
}

bool edition_clause_text(const struct edition *edition, const struct data_table *table,
                         size_t column, struct str clause) {
    const struct cited_texts *texts = edition->rules->texts;
    struct str rest = utf8_fold_width(edition->arena, clause), cited;
    struct citing_fault fault;
    while (rest.len && str_split(&rest, texts->also, &cited)) {
        cited = str_trim(cited);
        if (!is_known(edition->arena, texts, cited, &fault)) {
            data_refuse(table, column, cited, fault.expected);
            report_text(table, &fault, cited);
            return false;
        }
    }
    return true;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* What was not verified of the last text is among its places. */
static bool prove_unverified(const struct data_table *table, const struct cited_texts *texts) {
    const struct cited_text *text = &texts->items[texts->n_items - 1];
    struct str rest = text->unverified, place;
    bool is_good = true, is_unverified;
    while (!str_is(text->unverified, "*") && str_split(&rest, STR(" "), &place)) {
        is_good &= find_places(table->arena, texts, text, place, &is_unverified) ||
                   data_refuse(table, COLUMN_UNVERIFIED, place, text->places);
    }
    return is_good;
}

const struct cited_texts *texts_read(const struct edition *edition) {
    static const char *const names[] = {"text", "places", "after", "unverified", "source", NULL};
    struct data_table table = {.names = names};
    struct arena *arena = edition->arena;
    if (!data_open(&table, arena, edition->shelf, "rules/texts", edition->name, edition->diag)) {
        return NULL;
    }
    struct cited_texts *texts = ARENA_NEW(arena, struct cited_texts);
    texts->items = ARENA_ARRAY(arena, struct cited_text, table.csv.n_records);
    texts->also = utf8_fold_width(arena, edition->rules->also);
    texts->and = utf8_fold_width(arena, edition->rules->and);
    texts->unsure = utf8_fold_width(arena, edition->rules->unsure);
    bool is_good = true;
    while (data_next(&table)) {
        struct str cells[COLUMN_SOURCE];
        for (size_t i = 0; i < COLUMN_SOURCE; i++) {
            cells[i] = utf8_fold_width(arena, data_text(&table, i));
        }
        for (size_t i = 0; i < texts->n_items; i++) {
            is_good &= !str_equal(texts->items[i].name, cells[COLUMN_TEXT]) ||
                       data_repeats(&table, cells[COLUMN_TEXT]);
        }
        is_good &= cells[COLUMN_TEXT].len ||
                   data_refuse(&table, COLUMN_TEXT, cells[COLUMN_TEXT], STR("text"));
        texts->items[texts->n_items++] = (struct cited_text){cells[COLUMN_TEXT],
                                                             cells[COLUMN_PLACES],
                                                             cells[COLUMN_AFTER],
                                                             cells[COLUMN_UNVERIFIED],
                                                             edition_origin(&table),
                                                             false,
                                                             false};
        is_good &= prove_unverified(&table, texts);
    }
    return is_good ? texts : NULL;
}

/* ---- use ------------------------------------------------------------------------------------- */

void texts_note_used(const struct cited_texts *texts, struct dictionary *used) {
    for (size_t i = 0; i < texts->n_items; i++) {
        if (texts->items[i].is_cited) {
            dictionary_put(used, texts->items[i].name, i);
        }
    }
}

bool texts_report_unused(const struct cited_texts *texts, const struct dictionary *used,
                         struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < texts->n_items; i++) {
        size_t at;
        struct diag_note note = {.id = DIAG_TABLE_UNUSED,
                                 .origin = texts->items[i].origin,
                                 .args = {texts->items[i].name}};
        if (!dictionary_get(used, texts->items[i].name, &at)) {
            diag_report(diag, &note);
            is_good = false;
        }
    }
    return is_good;
}
