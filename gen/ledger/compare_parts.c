/* What changed of what hangs on a system or a unit: items of its gap sheet, and duties. */
#include "ledger/compare.h"

/* Rows of a table of one system, or of the unit itself, in order of what the third column says. */
struct stretch {
    const struct ledger_rows *rows;
    size_t at, end;
    enum ledger_column key;
};

/* Both tables begin with unit, system and what is told apart. */
static struct stretch find_stretch(const struct ledger *ledger, enum ledger_table table,
                                   struct str unit_id, struct str no) {
    size_t n;
    enum ledger_column unit = ledger_first_column(table, &n);
    enum ledger_column system = (enum ledger_column)(unit + 1);
    struct stretch found = {.rows = &ledger->tables[table], .key = (enum ledger_column)(unit + 2)};
    found.at = ledger_find_rows(ledger, table, unit_id);
    while (found.at < found.rows->n_items &&
           str_equal(ledger_cell(rows_at(found.rows, found.at), unit), unit_id) &&
           !str_equal(ledger_cell(rows_at(found.rows, found.at), system), no)) {
        found.at++;
    }
    found.end = found.at;
    while (found.end < found.rows->n_items &&
           str_equal(ledger_cell(rows_at(found.rows, found.end), unit), unit_id) &&
           str_equal(ledger_cell(rows_at(found.rows, found.end), system), no)) {
        found.end++;
    }
    return found;
}

/* Takes the next of either, or of both where they are of one thing, which is what they say. False
 * behind the last. */
static bool next_pair(struct stretch *old, struct stretch *now, const struct ledger_row *pair[2],
                      struct str *key) {
    const struct ledger_row *was = old->at < old->end ? rows_at(old->rows, old->at) : NULL;
    const struct ledger_row *is = now->at < now->end ? rows_at(now->rows, now->at) : NULL;
    int order = !was  ? 1
                : !is ? -1
                      : str_compare(ledger_cell(was, old->key), ledger_cell(is, now->key));
    if (!was && !is) {
        return false;
    }
    pair[0] = order <= 0 ? was : NULL;
    pair[1] = order >= 0 ? is : NULL;
    *key = order <= 0 ? ledger_cell(was, old->key) : ledger_cell(is, now->key);
    old->at += order <= 0;
    now->at += order >= 0;
    return true;
}

/* Verdict and state of an item; nothing of one that is not there. */
static struct str tell_gap(struct arena *arena, const struct ledger_row *row) {
    struct str state = row ? ledger_cell(row, LEDGER_GAPS_STATE) : (struct str){0};
    struct str verdict = row ? ledger_cell(row, LEDGER_GAPS_VERDICT) : (struct str){0};
    return state.len ? str_join(arena, (struct str[]){verdict, state}, 2, STR(" ")) : verdict;
}

static bool is_met(const struct comparison *comparison, const struct ledger_row *row) {
    return str_equal(ledger_cell(row, LEDGER_GAPS_VERDICT), comparison->facts->met);
}

void compare_system_gaps(const struct comparison *comparison, const struct ledger_row *before,
                         const struct ledger_row *after) {
    struct str unit_id = ledger_cell(after, LEDGER_SYSTEMS_UNIT_ID);
    struct str no = ledger_cell(after, LEDGER_SYSTEMS_SYSTEM_NO), clause;
    struct stretch now = find_stretch(comparison->ledger, LEDGER_GAPS, unit_id, no);
    struct stretch old =
        find_stretch(comparison->previous, LEDGER_GAPS, ledger_cell(before, LEDGER_SYSTEMS_UNIT_ID),
                     ledger_cell(before, LEDGER_SYSTEMS_SYSTEM_NO));
    const struct ledger_row *pair[2];
    while (next_pair(&old, &now, pair, &clause)) {
        const struct str sides[2] = {tell_gap(comparison->scratch, pair[0]),
                                     tell_gap(comparison->scratch, pair[1])};
        bool is_told =
            !comparison->facts ||
            (pair[0] && pair[1] && is_met(comparison, pair[0]) != is_met(comparison, pair[1]));
        if (is_told && !str_equal(sides[0], sides[1])) {
            compare_add(comparison, unit_id, no,
                        str_concat(comparison->scratch, STR(LEDGER_OF_GAP), clause), sides);
        }
    }
}

void compare_duties(const struct comparison *comparison, const struct str before[2],
                    const struct str after[2]) {
    const struct ledger_facts *facts = comparison->facts;
    struct stretch old =
        find_stretch(comparison->previous, LEDGER_OBLIGATIONS, before[0], before[1]);
    struct stretch now = find_stretch(comparison->ledger, LEDGER_OBLIGATIONS, after[0], after[1]);
    const struct ledger_row *pair[2];
    struct str id;
    while (next_pair(&old, &now, pair, &id)) {
        struct str sides[2] = {{0}, {0}};
        if (!pair[0] || !pair[1]) {
            continue;
        }
        for (size_t i = 0; i < 2; i++) {
            sides[i] = ledger_cell(pair[i], LEDGER_OBLIGATIONS_STATUS);
        }
        if (facts_is_done(facts, sides[0]) != facts_is_done(facts, sides[1]) ||
            str_equal(sides[0], facts->overdue) != str_equal(sides[1], facts->overdue)) {
            compare_add(comparison, after[0], after[1],
                        str_concat(comparison->scratch, STR(LEDGER_OF_DUTY), id), sides);
        }
    }
}
