/* A part of a ledger: the rows of some of its institutions, and of what else belongs to them. */
#include "ledger/rows.h"

/* What is cut out. */
struct cutting {
    const struct ledger *ledger;
    const struct ledger_cut *cut;
    /* Files by name; and by their places, whether an institution that is taken, and one that is
     * not, stands in them. */
    struct dictionary *files;
    bool *has_taken, *has_left;
};

bool ledger_source_file(const struct dictionary *files, struct str source, size_t *at) {
    for (size_t end = source.len; end-- > 0;) {
        if (source.data[end] == '!' && dictionary_get(files, str_slice(source, 0, end), at)) {
            return true;
        }
    }
    return false;
}

/* The table's rows say whose they are. */
static bool has_unit(enum ledger_table table, enum ledger_column *unit_id) {
    return table != LEDGER_ROSTER && ledger_find_column(table, STR("unit_id"), unit_id);
}

/* Marks the files that rows of institutions were read from. */
static void mark_files(struct cutting *cutting, enum ledger_table table) {
    const struct ledger *ledger = cutting->ledger;
    enum ledger_column unit_id, source;
    if (!has_unit(table, &unit_id) || !ledger_find_column(table, STR("source"), &source)) {
        return;
    }
    for (size_t i = 0; i < ledger_n_rows(ledger, table); i++) {
        const struct ledger_row *row = ledger_row(ledger, table, i);
        size_t at, unit = ledger_find_unit(ledger, ledger_cell(row, unit_id));
        if (unit != SIZE_MAX && ledger_source_file(cutting->files, ledger_cell(row, source), &at)) {
            *(cutting->cut->units[unit] ? &cutting->has_taken[at] : &cutting->has_left[at]) = true;
        }
    }
}

/* A file goes out with the institutions in it, if none that is taken is there too. */
static bool takes_file(const struct cutting *cutting, struct str file) {
    size_t at;
    return !dictionary_get(cutting->files, file, &at) || cutting->has_taken[at] ||
           !cutting->has_left[at];
}

static bool takes_row(const struct cutting *cutting, enum ledger_table table, size_t i) {
    const struct ledger_row *row = ledger_row(cutting->ledger, table, i);
    enum ledger_column column;
    if (table == LEDGER_ROSTER) {
        return cutting->cut->roster[i];
    }
    if (has_unit(table, &column)) {
        size_t unit = ledger_find_unit(cutting->ledger, ledger_cell(row, column));
        if (unit != SIZE_MAX) {
            return cutting->cut->units[unit];
        }
    }
    if (table == LEDGER_CHANGES) {
        return cutting->cut->changes[i];
    }
    return !ledger_find_column(table, STR("file"), &column) ||
           takes_file(cutting, ledger_cell(row, column));
}

const struct ledger *ledger_cut_out(const struct ledger *ledger, struct arena *arena,
                                    const struct ledger_cut *cut) {
    struct ledger *part = ledger_open(arena);
    size_t n_files = ledger_n_rows(ledger, LEDGER_FILES);
    struct cutting cutting = {.ledger = ledger,
                              .cut = cut,
                              .files = dictionary_open(arena),
                              .has_taken = ARENA_ARRAY(arena, bool, n_files),
                              .has_left = ARENA_ARRAY(arena, bool, n_files)};
    for (size_t i = 0; i < n_files; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_FILES, i);
        dictionary_put(cutting.files, ledger_cell(row, LEDGER_FILES_FILE), i);
    }
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        mark_files(&cutting, (enum ledger_table)i);
    }
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        const struct ledger_rows *from = &ledger->tables[i];
        struct ledger_rows *to = &part->tables[i];
        for (size_t k = 0; k < from->n_items; k++) {
            if (takes_row(&cutting, (enum ledger_table)i, k)) {
                rows_push(arena, to, rows_at(from, k));
            }
        }
        /* what only others handed in, nobody here did; changes were looked for all the same */
        bool is_left = from->n_items && !to->n_items && i != LEDGER_CHANGES;
        to->is_kept |= from->is_kept && !is_left;
    }
    return part;
}
