/* Systems that are no longer run: what their names, remarks and states and the titles above them
 * say of that. */
#include "intake/desk.h"
#include "intake/whose.h"

/* ---- titles -------------------------------------------------------------------------------- */

struct heading heading_read(const struct spellings *spellings, struct str key) {
    struct heading heading = {0};
    bool is_known = key.len > 0, is_used = false;
    for (size_t at = 0; at < key.len && is_known;) {
        struct str rest = str_slice(key, at, key.len);
        size_t n_retired = words_start(&spellings->retired, rest);
        size_t n_used = words_start(&spellings->in_use, rest);
        size_t n_word = words_start(&spellings->heading, rest), n_numeral, next = 0;
        bool is_sign = !is_word_letter(utf8_next(rest, &next));
        bool is_numeral = numeral_start(spellings, rest, &n_numeral) >= 0;
        heading.is_retired |= n_retired > 0;
        is_used |= n_used > 0;
        at += n_retired            ? n_retired
              : n_used             ? n_used
              : n_word             ? n_word
              : digits_start(rest) ? digits_start(rest)
              : is_numeral         ? n_numeral
                                   : next;
        is_known = n_retired || n_used || n_word || digits_start(rest) || is_numeral || is_sign;
    }
    heading.is_known = is_known && (heading.is_retired || is_used);
    heading.is_retired &= heading.is_known && !is_used;
    return heading;
}

/* The title without the institution that it begins with, taken apart. */
static struct heading read_titled(const struct desk *desk, struct str title) {
    const struct spellings *spellings = desk->intake->spellings;
    struct str name = institution_start(spellings, desk->scratch, title);
    struct str key = value_key(desk->scratch, title), start = value_key(desk->scratch, name);
    return heading_read(spellings, str_slice(key, str_starts(key, start) ? start.len : 0, key.len));
}

bool heading_is_retired(const struct desk *desk, struct str title) {
    struct arena_mark mark = arena_mark(desk->scratch);
    bool is_retired = read_titled(desk, title).is_retired;
    arena_rewind(desk->scratch, mark);
    return is_retired;
}

const struct value *heading_value(struct desk *desk, struct str title, struct origin origin,
                                  struct str place) {
    if (!heading_is_retired(desk, title)) {
        return NULL;
    }
    struct value *value = ARENA_NEW(desk->arena, struct value);
    value->raw = str_copy(desk->arena, title);
    value->origin = origin;
    value->header = place;
    return value;
}

const struct value *heading_above(struct desk *desk, const struct table *table) {
    enum { TITLE = 1, SHEET = 2 };
    const struct str *voices = desk->intake->spellings->voices;
    struct origin origin = read_origin(table->sheet, table->header_row, 0);
    const struct value *value = heading_value(desk, table->title, origin, voices[TITLE]);
    return value ? value : heading_value(desk, table->sheet->source->sheet, origin, voices[SHEET]);
}

/* ---- systems ------------------------------------------------------------------------------- */

static bool names_retired(const struct desk *desk, struct str key) {
    const struct words *words = &desk->intake->spellings->retired;
    bool is_retired = false;
    for (size_t i = 0; i < words->n_words && !is_retired; i++) {
        is_retired = str_contains(key, words->words[i]);
    }
    return is_retired;
}

/* What says that a system is no longer run: a bracket behind its name, its remark, its state. */
static const struct value *find_saying(const struct desk *desk, const struct record *record) {
    const struct value *name = record_value(record, FIELD_SYSTEM_NAME);
    const struct value *remark = record_value(record, FIELD_SYSTEM_REMARK);
    const struct value *state = record_value(record, FIELD_SYSTEM_STATE);
    struct str key = value_key(desk->scratch, name->raw);
    size_t bracket = str_find(key, STR("("), 0);
    struct str behind = bracket == SIZE_MAX ? (struct str){0} : str_slice(key, bracket, key.len);
    if (names_retired(desk, behind)) {
        return name;
    }
    if (names_retired(desk, value_key(desk->scratch, remark->raw))) {
        return remark;
    }
    key = value_key(desk->scratch, state->raw);
    bool is_retired =
        names_retired(desk, key) || words_have(&desk->intake->spellings->retired_state, key);
    return is_retired ? state : NULL;
}

void row_check_retired(struct desk *desk, const struct record *record, const struct value *title) {
    struct arena_mark mark = arena_mark(desk->scratch);
    const struct value *says = find_saying(desk, record);
    arena_rewind(desk->scratch, mark);
    const struct value *name = record_value(record, FIELD_SYSTEM_NAME);
    if (says || title) {
        const struct value *at = says ? says : name;
        says = says ? says : title;
        diag_report(desk->diag, &(struct diag_note){.id = DIAG_SYSTEM_RETIRED,
                                                    .origin = at->origin,
                                                    .header = says->header,
                                                    .value = says->raw,
                                                    .args = {name->text}});
    }
}
