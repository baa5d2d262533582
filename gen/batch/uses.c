/* Whether every column that senders are asked for is of use: to a rule, a form, a text, a table of
 * data/, or, as templates/columns/uses.csv says, to what the program does with it. */
#include "batch/batch.h"
#include "batch/engine.h"
#include "ledger/ledger.h"

/* What senders' columns may be asked for in. */
static const struct str folders[] = {STR_INIT("rules/"), STR_INIT("forms/"), STR_INIT("prose/"),
                                     STR_INIT("docs/")};

/* The blank workbook shows what it asks for, and examples beside tables show nothing of use. */
static const struct str without[] = {STR_INIT("/intake-book."), STR_INIT(".examples.")};

/* A template asks for the field, or a column of data/ holds it. */
static bool is_used(const struct shelf *shelf, enum field field) {
    struct str name = str_from_c(field_info(field)->name);
    struct origin place;
    bool is_used = ledger_has_field(field);
    for (size_t i = 0; !is_used && i < sizeof folders / sizeof folders[0]; i++) {
        const struct shelf_places places = {folders[i], without, 2};
        is_used = shelf_find_word(shelf, &places, name, &place);
    }
    return is_used;
}

bool batch_read_uses(struct arena *arena, struct shelf *shelf, struct str edition,
                     struct diag *diag, struct column_uses *uses) {
    static const char *const names[] = {"field", "use", NULL};
    struct data_table table = {.names = names};
    bool is_open = data_open(&table, arena, shelf, "columns/uses", edition, diag);
    bool is_good = is_open;
    while (is_open && data_next(&table)) {
        struct str name = data_text(&table, 0);
        enum field field;
        if (!field_find(name, &field) || !uses->has_column[field]) {
            is_good = data_refuse(&table, 0, name, field_nearest(name));
        } else if (!data_text(&table, 1).len || is_used(shelf, field)) {
            is_good = data_refuse(&table, 1, data_text(&table, 1), (struct str){0});
        } else if (uses->is_kept[field]) {
            is_good = data_repeats(&table, name);
        } else {
            uses->is_kept[field] = true;
        }
    }
    return is_good;
}

enum batch_outcome batch_check_uses(const struct batch_request *request) {
    struct engine engine;
    struct column_uses uses = {.has_column = {false}};
    if (!engine_open(&engine, request)) {
        return BATCH_FAILED;
    }
    size_t n_books;
    const struct column_book *books = intake_columns(engine.intake, engine.arena, &n_books);
    for (size_t i = 0; i < n_books; i++) {
        for (size_t k = 0; k < books[i].n_columns; k++) {
            uses.has_column[books[i].columns[k].field] = true;
        }
    }
    bool is_good = batch_read_uses(engine.arena, request->templates, request->edition,
                                   request->trouble, &uses);
    for (enum field field = 0; field < N_FIELDS; field++) {
        struct str name = str_from_c(field_info(field)->name);
        struct diag_note note = {.id = DIAG_FIELD_UNUSED, .args = {name}};
        bool is_idle =
            uses.has_column[field] && !uses.is_kept[field] && !is_used(request->templates, field);
        if (is_idle) {
            const struct shelf_places columns = {.folder = STR("columns/")};
            struct str key = str_concat(engine.arena, STR("field: "), name);
            shelf_find_word(request->templates, &columns, key, &note.origin);
            diag_report(request->trouble, &note);
            is_good = false;
        }
    }
    is_good = rules_report_unused(engine.rules, request->used, request->trouble) && is_good;
    return is_good ? BATCH_DONE : BATCH_FAILED;
}
