/* The province's sums, from the rows of the ledger and nothing else. Whether a row counts in a cell
 * is decided in one place (statistics_counts), so that the tables, the report's text and the list
 * of sources can never tell different stories. */
#include "docs/statistics_inner.h"

/* ---- what counts where ----------------------------------------------------------------------- */

bool statistics_passes(const struct ledger *ledger, const struct row_rule *rule,
                       const struct ledger_row *row) {
    for (size_t i = 0; i < rule->n_any; i++) {
        if (ledger_passes(ledger, rule->any[i], row)) {
            return true;
        }
    }
    return false;
}

void statistics_range(const struct province *province, const struct figures *figures,
                      const struct sums *sums, const struct column *column, size_t i, size_t *first,
                      size_t *last) {
    size_t area = figures->is_of_areas ? province->row_areas[column->table][i] : 0;
    size_t n = sums->listing->n_rows, at = 0, n_taken = n;
    *first = *last = 0;
    if (area == SIZE_MAX) {
        return;
    }
    if (sums->shares[column->table]) {
        at = sums->shares[column->table][i];
        n_taken = at < n;
    } else if (column->match.is_set) {
        const struct ledger_row *row = ledger_row(province->ledger, column->table, i);
        struct str asked = ledger_look(province->ledger, column->match.operand, row);
        size_t column_at = (size_t)(column - figures->columns);
        n_taken = dictionary_get(sums->places[column_at], asked, &at);
    }
    *first = n_taken ? area * n + at : 0;
    *last = *first + n_taken;
}

/* A row within the range of a cell of a COLUMN_COUNT counts in it, whatever other rows do. */
static bool belongs_in_range(const struct province *province, const struct figures *figures,
                             const struct sums *sums, size_t at, const struct column *column,
                             size_t i) {
    size_t listed = at % sums->listing->n_rows;
    const struct ledger_row *row = ledger_row(province->ledger, column->table, i);
    if (column->same.is_set) {
        struct str word = statistics_listed(&sums->listing->rows[listed], column->same.word);
        struct str asked = ledger_look(province->ledger, column->same.operand, row);
        if (!word.len || !str_equal(word, asked)) {
            return false;
        }
    }
    size_t rule = figures->listing.n_rows ? listed : 0;
    return statistics_passes(province->ledger, &column->rules[rule], row);
}

/* The same of any row. */
static bool belongs(const struct province *province, const struct figures *figures,
                    const struct sums *sums, size_t at, const struct column *column, size_t i) {
    size_t first, last;
    statistics_range(province, figures, sums, column, i, &first, &last);
    return at >= first && at < last && belongs_in_range(province, figures, sums, at, column, i);
}

/* An earlier row of the same unit or system counts there already; they stand one behind the other.
 */
static bool is_repeated(const struct province *province, const struct figures *figures,
                        const struct sums *sums, size_t at, const struct column *column, size_t i) {
    for (size_t k = i; k-- > 0 && ledger_is_same(province->ledger, column->table, i, k,
                                                 column->once == ONCE_SYSTEM);) {
        if (belongs(province, figures, sums, at, column, k)) {
            return true;
        }
    }
    return false;
}

bool statistics_counts(const struct province *province, const struct figures *figures,
                       const struct sums *sums, size_t row, uint32_t column, size_t i) {
    const struct column *shown = &figures->columns[column];
    return belongs_in_range(province, figures, sums, row, shown, i) &&
           (shown->once == ONCE_ROW || !is_repeated(province, figures, sums, row, shown, i));
}

/* ---- summing --------------------------------------------------------------------------------- */

static int64_t *number_at(const struct figures *figures, const struct sums *sums, size_t row,
                          uint32_t column) {
    return &sums->numbers[row * figures->n_columns + column];
}

size_t statistics_total_row(const struct sums *sums) {
    return sums->n_rows + sums->n_totals - 1;
}

int64_t statistics_number(const struct figures *figures, const struct sums *sums, size_t row,
                          uint32_t column) {
    return *number_at(figures, sums, row, column);
}

static void count_column(const struct province *province, const struct figures *figures,
                         const struct sums *sums, uint32_t at) {
    const struct column *column = &figures->columns[at];
    for (size_t i = 0; i < ledger_n_rows(province->ledger, column->table); i++) {
        const struct ledger_row *counted = ledger_row(province->ledger, column->table, i);
        int64_t amount =
            column->summed == N_LEDGER_COLUMNS ? 1 : ledger_number(counted, column->summed);
        size_t first, last;
        statistics_range(province, figures, sums, column, i, &first, &last);
        for (size_t row = first; row < last; row++) {
            bool counts = statistics_counts(province, figures, sums, row, at, i);
            *number_at(figures, sums, row, at) += counts ? amount : 0;
        }
    }
}

/* The column's totals: of each listed row, if the areas have several, and of all. */
static void add_totals(const struct figures *figures, const struct sums *sums, uint32_t at) {
    size_t n_listed = sums->listing->n_rows, last = statistics_total_row(sums);
    for (size_t row = 0; row < sums->n_rows; row++) {
        int64_t number = *number_at(figures, sums, row, at);
        *number_at(figures, sums, last, at) += number;
        if (sums->n_totals > 1) {
            *number_at(figures, sums, sums->n_rows + row % n_listed, at) += number;
        }
    }
}

/* A column put together of others is blank where all of them are, a rate where any of them is. */
static void add_column(const struct figures *figures, const struct sums *sums, uint32_t at) {
    const struct column *column = &figures->columns[at];
    bool is_blank = true;
    for (uint32_t k = column->first; k <= column->last; k++) {
        for (size_t row = 0; row < sums->n_rows; row++) {
            *number_at(figures, sums, row, at) += *number_at(figures, sums, row, k);
        }
        is_blank = is_blank && sums->is_blank[k];
    }
    sums->is_blank[at] = is_blank;
    add_totals(figures, sums, at);
}

/* Columns counted before those put together of them, and rates last. */
static void sum_columns(const struct province *province, const struct figures *figures,
                        const struct sums *sums) {
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        const struct column *column = &figures->columns[i];
        if (column->kind == COLUMN_COUNT) {
            sums->is_blank[i] = !ledger_is_kept(province->ledger, column->table);
            count_column(province, figures, sums, i);
            add_totals(figures, sums, i);
        }
    }
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        if (figures->columns[i].kind == COLUMN_ADD) {
            add_column(figures, sums, i);
        }
    }
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        const struct column *column = &figures->columns[i];
        if (column->kind == COLUMN_RATE) {
            sums->is_blank[i] = sums->is_blank[column->first] || sums->is_blank[column->of];
        }
    }
}

/* The first listed row that takes each row of a ledger table. */
static void share_out(const struct province *province, struct arena *arena,
                      const struct figures *figures, struct sums *sums, enum ledger_table table) {
    size_t n = ledger_n_rows(province->ledger, table), n_listed = sums->listing->n_rows;
    sums->shares[table] = ARENA_ARRAY(arena, size_t, n);
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *row = ledger_row(province->ledger, table, i);
        size_t listed = 0;
        while (listed < n_listed &&
               !statistics_passes(province->ledger, &figures->shares[table][listed], row)) {
            listed++;
        }
        sums->shares[table][i] = listed;
    }
}

/* The listed rows by the word that `match` asks. */
static void find_places(struct arena *arena, const struct figures *figures, struct sums *sums) {
    sums->places = ARENA_ARRAY(arena, struct dictionary *, figures->n_columns);
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        const struct match *match = &figures->columns[i].match;
        if (!match->is_set) {
            continue;
        }
        sums->places[i] = dictionary_open(arena);
        for (size_t k = 0; k < sums->listing->n_rows; k++) {
            dictionary_put(sums->places[i], statistics_listed(&sums->listing->rows[k], match->word),
                           k);
        }
    }
}

static void sum_table(const struct province *province, struct arena *arena,
                      const struct figures *figures, struct sums *sums) {
    sums->listing = &figures->listing;
    if (figures->is_of_areas && !figures->listing.n_rows) {
        struct listing *whole = ARENA_NEW(arena, struct listing);
        *whole = (struct listing){.rows = ARENA_NEW(arena, struct listed), .n_rows = 1};
        sums->listing = whole;
    }
    if (figures->grouping) {
        statistics_group(province, arena, figures, sums);
    }
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        if (figures->shares[i]) {
            share_out(province, arena, figures, sums, (enum ledger_table)i);
        }
    }
    find_places(arena, figures, sums);
    size_t n_listed = sums->listing->n_rows;
    sums->n_rows = (figures->is_of_areas ? province->n_areas : 1) * n_listed;
    sums->n_totals = figures->is_of_areas && n_listed > 1 ? n_listed + 1 : 1;
    sums->numbers =
        ARENA_ARRAY(arena, int64_t, (sums->n_rows + sums->n_totals) * figures->n_columns);
    sums->is_blank = ARENA_ARRAY(arena, bool, figures->n_columns);
    while (sums->n_columns < figures->n_columns &&
           (!figures->columns[sums->n_columns].is_optional ||
            ledger_is_kept(province->ledger, figures->columns[sums->n_columns].table))) {
        sums->n_columns++;
    }
    sum_columns(province, figures, sums);
}

/* ---- rates ----------------------------------------------------------------------------------- */

/* Halves make part and whole twice as many. */
void statistics_parts(const struct figures *figures, const struct sums *sums, size_t row,
                      uint32_t column, int64_t *part, int64_t *of) {
    const struct column *shown = &figures->columns[column];
    int64_t times = shown->half == UINT32_MAX ? 1 : 2;
    *part = shown->half == UINT32_MAX ? 0 : *number_at(figures, sums, row, shown->half);
    *of = *number_at(figures, sums, row, shown->of);
    *of -= shown->less == UINT32_MAX ? 0 : *number_at(figures, sums, row, shown->less);
    *of *= times;
    for (uint32_t i = shown->first; i <= shown->last; i++) {
        *part += times * *number_at(figures, sums, row, i);
    }
}

const struct province *statistics_sum(const struct docs *docs, struct arena *arena,
                                      const struct ledger *ledger, struct diag *diag) {
    const struct statistics *statistics = docs->statistics;
    struct province *province = ARENA_NEW(arena, struct province);
    province->ledger = ledger;
    statistics_place(docs, arena, province);
    province->sums = ARENA_ARRAY(arena, struct sums, statistics->n_tables);
    for (size_t i = 0; i < statistics->n_tables; i++) {
        sum_table(province, arena, &statistics->tables[i], &province->sums[i]);
    }
    province->lists = ARENA_ARRAY(arena, struct list_rows, statistics->n_lists);
    for (size_t i = 0; i < statistics->n_lists; i++) {
        statistics_collect(province, arena, &statistics->lists[i], &province->lists[i]);
    }
    return statistics_check(docs, province, diag) ? province : NULL;
}

const struct ledger *statistics_ledger(const struct province *province) {
    return province->ledger;
}

bool statistics_is_shown(const struct docs *docs, const struct figures *figures) {
    return !docs->settings.is_counts_only || !figures->grouping;
}
