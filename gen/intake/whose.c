/* Whose a table is: candidates weighed. */
#include "intake/whose.h"

#include "intake/desk.h"

/* ---- names in texts ------------------------------------------------------------------------ */

/* Signs and Latin letters do not stand in such a name, nor does the word for what is listed. */
static bool is_name(const struct spellings *spellings, struct str name) {
    enum { LEAST_BEFORE = 6 };
    for (size_t at = 0; at < name.len;) {
        uint32_t c = utf8_next(name, &at);
        if (c < 0x4E00 || c > 0x9FFF) {
            return false;
        }
    }
    size_t end = words_end(&spellings->institution, name);
    return end > 0 && name.len >= end + LEAST_BEFORE;
}

struct str institution_start(const struct spellings *spellings, struct arena *scratch,
                             struct str text) {
    enum { LONGEST = 180 };
    struct str key = str_cut(value_key(scratch, text), LONGEST);
    struct str name = {0};
    for (size_t at = 0; at < key.len;) {
        utf8_next(key, &at);
        struct str start = str_slice(key, 0, at);
        name = is_name(spellings, start) ? start : name;
    }
    return name;
}

struct str name_in_line(struct arena *scratch, struct str said) {
    static const struct str seal = STR_INIT("\xE7\xAB\xA0");
    struct str folded = utf8_fold_width(scratch, said);
    size_t ends[] = {str_find(folded, STR("  "), 0), str_find(folded, STR("\t"), 0),
                     str_find(folded, STR("\n"), 0), SIZE_MAX};
    size_t open = str_find(folded, STR("("), 0);
    size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(folded, STR(")"), open);
    if (close != SIZE_MAX && str_contains(str_slice(folded, open, close), seal)) {
        ends[3] = open;
    }
    size_t end = folded.len;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        end = ends[i] < end ? ends[i] : end;
    }
    return str_trim(str_slice(folded, 0, end));
}

/* ---- candidates ---------------------------------------------------------------------------- */

/* Somebody's name for the institution, and where it stands. */
struct voice {
    struct str name;
    struct origin origin;
};

enum { LINE, TITLE, SHEET, FILE_NAME, N_VOICES };

static void listen(const struct desk *desk, const struct table *table,
                   struct voice voices[N_VOICES]) {
    const struct spellings *spellings = desk->intake->spellings;
    const struct source *source = table->sheet->source;
    const struct origin whole = {.source = source};
    voices[LINE] = (struct voice){table->whose, table->whose_origin};
    voices[TITLE] = (struct voice){table->titled, table->titled_origin};
    voices[SHEET] =
        (struct voice){institution_start(spellings, desk->scratch, source->sheet), whole};
    /* a sheet an institution: the file is named after whoever put them together */
    bool is_collected = voices[SHEET].name.len > 0 && desk->n_sheets > 1;
    struct str file = is_collected ? (struct str){0} : file_last_part(source->file);
    voices[FILE_NAME] = (struct voice){institution_start(spellings, desk->scratch, file), whole};
}

/* One is the other, perhaps with the place before it or a part behind it. */
static bool agree(struct str a, struct str b) {
    return str_contains(a, b) || str_contains(b, a);
}

/* The first voice, and the first that contradicts it; N_VOICES if there is none. */
static size_t weigh(const struct voice voices[N_VOICES], size_t *other) {
    size_t first = 0;
    while (first < N_VOICES && voices[first].name.len == 0) {
        first++;
    }
    *other = N_VOICES;
    for (size_t i = first + 1; i < N_VOICES && *other == N_VOICES; i++) {
        bool contradicts = voices[i].name.len > 0 && !agree(voices[i].name, voices[first].name);
        *other = contradicts ? i : *other;
    }
    return first;
}

static void report(struct desk *desk, enum diag_id id, const struct voice voices[N_VOICES],
                   size_t first, size_t other) {
    const struct str *places = desk->intake->spellings->voices;
    struct diag_note note = {.id = id,
                             .origin = voices[first].origin,
                             .value = voices[first].name,
                             .args = {places[first], voices[first].name}};
    if (other < N_VOICES) {
        note.args[2] = places[other];
        note.args[3] = voices[other].name;
    }
    diag_report(desk->diag, &note);
}

bool whose_line_holds(struct desk *desk, const struct table *table) {
    struct voice voices[N_VOICES];
    size_t other;
    if (desk->line_table != table) {
        desk->line_table = table;
        listen(desk, table, voices);
        desk->line_holds = weigh(voices, &other) == LINE && other == N_VOICES;
    }
    return desk->line_holds;
}

struct claim *whose_claim(struct desk *desk, const struct table *table) {
    struct voice voices[N_VOICES];
    size_t other;
    if (desk->whose_table == table) {
        return desk->whose_claim;
    }
    desk->whose_table = table;
    desk->whose_claim = NULL;
    desk->is_disputed = false;
    listen(desk, table, voices);
    size_t first = weigh(voices, &other);
    if (first == N_VOICES) {
        return NULL;
    }
    report(desk, other < N_VOICES ? DIAG_UNIT_DISPUTED : DIAG_UNIT_TITLED, voices, first, other);
    desk->is_disputed = other < N_VOICES;
    if (desk->is_disputed) {
        return NULL;
    }
    struct value *name = ARENA_NEW(desk->arena, struct value);
    name->raw = name->text = printed_text(desk->arena, voices[first].name, false);
    name->origin = voices[first].origin;
    name->header = desk->intake->units->rules[desk->intake->units->by_field[FIELD_UNIT_NAME]].name;
    struct record record = {.origin = voices[first].origin};
    record_set(&record, FIELD_UNIT_NAME, name);
    desk->whose_claim = desk_add_to_unit(desk, &record, true);
    desk->whose_claim->is_beside = true;
    return desk->whose_claim;
}
