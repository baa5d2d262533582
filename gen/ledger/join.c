/* What several runs left becomes one: an institution counts once, or not at all where two say
 * different things of it. */
#include "ledger/rows.h"

/* The parts and the institutions that more than one has. */
struct joining {
    struct arena *scratch;
    const struct ledger_part *parts;
    size_t n_parts;
    struct diag *diag;
    /* Part that an institution was first seen in, by its id. */
    struct dictionary *first;
    /* Those of which no row is taken, and of which only the first part's are. */
    struct dictionary *dropped, *once;
};

/* The table has a row or several of each institution, and begins with whose they are. */
static bool is_of_units(enum ledger_table table) {
    return table != LEDGER_ROSTER && table != LEDGER_ACCEPTED && table != LEDGER_DIAGNOSTICS &&
           table != LEDGER_FILES;
}

static struct str unit_of(enum ledger_table table, const struct ledger_row *row) {
    return ledger_cell(row, ledger_table_info(table)->first);
}

/* The row there, if it is the institution's; NULL if not. */
static const struct ledger_row *row_of_unit(const struct ledger *ledger, enum ledger_table table,
                                            size_t at, struct str unit_id) {
    const struct ledger_rows *rows = &ledger->tables[table];
    bool is_its = at < rows->n_items && str_equal(unit_of(table, rows_at(rows, at)), unit_id);
    return is_its ? rows_at(rows, at) : NULL;
}

/* The rows say the same; where they were read may differ. */
static bool is_same_row(enum ledger_table table, const struct ledger_row *a,
                        const struct ledger_row *b) {
    const struct ledger_table_info *info = ledger_table_info(table);
    bool is_same = a && b;
    for (size_t i = info->first; is_same && i <= info->last; i++) {
        enum ledger_column column = (enum ledger_column)i;
        is_same = str_is(ledger_column_name(column), "source") ||
                  str_equal(ledger_cell(a, column), ledger_cell(b, column));
    }
    return is_same;
}

/* What two parts say of it, both of them sorted. */
static bool is_same_unit(const struct ledger *a, const struct ledger *b, struct str unit_id) {
    bool is_same = true;
    for (size_t i = 0; is_same && i < N_LEDGER_TABLES; i++) {
        enum ledger_table table = (enum ledger_table)i;
        size_t at_a = ledger_find_rows(a, table, unit_id);
        size_t at_b = ledger_find_rows(b, table, unit_id);
        const struct ledger_row *row_a = NULL, *row_b = NULL;
        do {
            row_a = is_of_units(table) ? row_of_unit(a, table, at_a++, unit_id) : NULL;
            row_b = is_of_units(table) ? row_of_unit(b, table, at_b++, unit_id) : NULL;
            is_same = (!row_a && !row_b) || is_same_row(table, row_a, row_b);
        } while (is_same && row_a);
    }
    return is_same;
}

/* An institution that an earlier part has too: both parts must be sorted. */
static void judge_again(struct joining *joining, const struct ledger_part *part, size_t first,
                        const struct ledger_row *row) {
    const struct ledger_part *before = &joining->parts[first];
    struct str unit_id = ledger_cell(row, LEDGER_UNITS_UNIT_ID);
    size_t number;
    if (before == part || dictionary_get(joining->dropped, unit_id, &number)) {
        return;
    }
    bool is_same = is_same_unit(before->ledger, part->ledger, unit_id);
    dictionary_put(is_same ? joining->once : joining->dropped, unit_id, first);
    diag_report(joining->diag,
                &(struct diag_note){
                    .id = is_same ? DIAG_REPORT_UNIT_SAME : DIAG_REPORT_UNIT_DIFFERS,
                    .origin = ledger_origin(row),
                    .unit = unit_id,
                    .args = {ledger_cell(row, LEDGER_UNITS_NAME), before->name, part->name}});
}

/* Two parts have an institution. */
static bool is_repeated(const struct ledger_part *parts, size_t n_parts, struct arena *scratch) {
    struct dictionary *seen = dictionary_open(scratch);
    size_t first;
    for (size_t i = 0; i < n_parts; i++) {
        const struct ledger_rows *rows = &parts[i].ledger->tables[LEDGER_UNITS];
        for (size_t k = 0; k < rows->n_items; k++) {
            struct str unit_id = ledger_cell(rows_at(rows, k), LEDGER_UNITS_UNIT_ID);
            if (!dictionary_put(seen, unit_id, i) && dictionary_get(seen, unit_id, &first) &&
                first != i) {
                return true;
            }
        }
    }
    return false;
}

/* Judges those that are; false if a part contradicts itself. */
static bool judge_repeated(struct joining *joining) {
    bool is_good = true;
    for (size_t i = 0; i < joining->n_parts; i++) {
        is_good &= ledger_settle(joining->parts[i].ledger, joining->diag);
    }
    for (size_t i = 0; i < joining->n_parts; i++) {
        const struct ledger_rows *rows = &joining->parts[i].ledger->tables[LEDGER_UNITS];
        for (size_t k = 0; k < rows->n_items; k++) {
            struct str unit_id = ledger_cell(rows_at(rows, k), LEDGER_UNITS_UNIT_ID);
            size_t first = i;
            if (!dictionary_put(joining->first, unit_id, i)) {
                dictionary_get(joining->first, unit_id, &first);
                judge_again(joining, &joining->parts[i], first, rows_at(rows, k));
            }
        }
    }
    return is_good;
}

/* No share of its run comes before the part. */
static bool is_first_share(const struct joining *joining, size_t part) {
    size_t i = 0;
    while (joining->parts[i].run != joining->parts[part].run) {
        i++;
    }
    return i == part;
}

/* The row goes into what is joined. Every share of a run has the whole roster, and
 * all that was accepted. */
static bool is_taken(const struct joining *joining, size_t part, enum ledger_table table,
                     const struct ledger_row *row) {
    size_t first;
    if (table == LEDGER_ROSTER || table == LEDGER_ACCEPTED) {
        return is_first_share(joining, part);
    }
    if (!is_of_units(table)) {
        return !joining->parts[part].is_copy;
    }
    struct str unit_id = unit_of(table, row);
    return !dictionary_get(joining->dropped, unit_id, &first) &&
           (!dictionary_get(joining->once, unit_id, &first) || first == part);
}

/* Moves rows; of a part those that are taken, all if `joining` is NULL. */
static void move_rows(const struct joining *joining, size_t part, struct ledger *from,
                      struct ledger *into) {
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        struct ledger_rows rows = from->tables[i], *to = &into->tables[i];
        from->tables[i] = (struct ledger_rows){0};
        if (!to->n_items) {
            /* the list itself goes over, and loses what is not taken */
            bool is_kept = rows.is_kept || to->is_kept;
            *to = rows;
            to->n_items = 0;
            to->is_kept = is_kept;
        }
        to->is_kept |= rows.is_kept;
        for (size_t k = 0; k < rows.n_items; k++) {
            if (!joining || is_taken(joining, part, (enum ledger_table)i, rows_at(&rows, k))) {
                rows_push(into->arena, to, rows_at(&rows, k));
            }
        }
    }
}

/* Settles the shares of a run and takes over their rows. */
static bool join_run(struct joining *joining, size_t run, struct ledger *into) {
    struct ledger *own = ledger_open(into->arena);
    for (size_t i = 0; i < joining->n_parts; i++) {
        if (joining->parts[i].run == run) {
            move_rows(joining, i, joining->parts[i].ledger, own);
        }
    }
    bool is_good = ledger_settle(own, joining->diag);
    move_rows(NULL, 0, own, into);
    return is_good;
}

/* How much a row of a roster knows of who reported. */
static int rank_of(const struct ledger_row *row) {
    return !ledger_cell(row, LEDGER_ROSTER_UNIT_ID).len     ? 0
           : ledger_cell(row, LEDGER_ROSTER_CONFIDENCE).len ? 1
                                                            : 2;
}

/* Of rows of several rosters that name one institution the one that knows most stays. */
static void unite_rosters(struct ledger *ledger, struct arena *scratch) {
    struct ledger_rows *rows = &ledger->tables[LEDGER_ROSTER];
    struct dictionary *seen = dictionary_open(scratch);
    size_t n = 0;
    for (size_t i = 0; i < rows->n_items; i++) {
        const struct ledger_row *row = rows_at(rows, i);
        const struct str parts[] = {ledger_cell(row, LEDGER_ROSTER_NAME),
                                    ledger_cell(row, LEDGER_ROSTER_CREDIT_CODE),
                                    ledger_cell(row, LEDGER_ROSTER_REGION_CODE)};
        struct str key = str_join(scratch, parts, 3, (struct str){"", 1});
        size_t at = n;
        if (dictionary_put(seen, key, n)) {
            rows_set(rows, n++, row);
        } else if (dictionary_get(seen, key, &at) && rank_of(row) > rank_of(rows_at(rows, at))) {
            rows_set(rows, at, row);
        }
    }
    rows->n_items = n;
}

bool ledger_join(struct ledger *into, const struct ledger_part *parts, size_t n_parts,
                 struct diag *diag) {
    struct arena *scratch = arena_open_like(into->arena);
    struct joining joining = {.scratch = scratch,
                              .parts = parts,
                              .n_parts = n_parts,
                              .diag = diag,
                              .first = dictionary_open(scratch),
                              .dropped = dictionary_open(scratch),
                              .once = dictionary_open(scratch)};
    size_t n_runs = 0;
    bool is_good = !is_repeated(parts, n_parts, scratch) || judge_repeated(&joining);
    for (size_t i = 0; i < n_parts; i++) {
        n_runs = parts[i].run >= n_runs ? parts[i].run + 1 : n_runs;
    }
    for (size_t i = 0; is_good && i < n_runs; i++) {
        is_good = join_run(&joining, i, into);
    }
    unite_rosters(into, scratch);
    arena_close(scratch);
    return is_good;
}
