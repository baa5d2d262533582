/* Which requirement a row of 差距自查 answers: by its clause in any spelling, else by its control
 * point and the words of the requirement. What may mean two is neither. */
#include "rules/gap.h"

/* ---- names ----------------------------------------------------------------------------------- */

/* All characters of `part` stand in `text` in their order. */
static bool is_within(struct str part, struct str text) {
    size_t at = 0, i = 0;
    while (i < part.len && at < text.len) {
        size_t next = i;
        uint32_t wanted = utf8_next(part, &next);
        i = utf8_next(text, &at) == wanted ? next : i;
    }
    return i == part.len;
}

/* One name is the other, or the other without one character (the 的 or 和 of a title). */
static bool is_near(struct str a, struct str b) {
    size_t n = utf8_count(a), m = utf8_count(b);
    return n > m ? n - m == 1 && m > 1 && is_within(b, a) : m - n <= 1 && n > 1 && is_within(a, b);
}

static bool is_domain(struct str said, struct str domain) {
    return !said.len || is_within(said, domain) || is_within(domain, said);
}

/* The control point is the one said: by its name, or else by one near to it. */
static bool is_point(const struct gap_row *row, const struct control_point *point, bool is_exact) {
    return is_domain(row->domain, point->domain) &&
           (is_exact ? str_equal(row->point, point->name) : is_near(row->point, point->name));
}

/* Some control point of the catalogue is called so, exactly. */
static bool knows_point(const struct catalogue *catalogue, const struct gap_row *row) {
    for (size_t i = 0; i < catalogue->n_points; i++) {
        if (is_point(row, &catalogue->points[i], true)) {
            return true;
        }
    }
    return false;
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Share of the pairs of neighbouring characters of a summary that stand in the words, in percent.
 */
static int share_of(struct str summary, struct str words) {
    int n = 0, n_found = 0;
    size_t at = 0;
    while (at < summary.len) {
        size_t second = at, end;
        utf8_next(summary, &second);
        end = second;
        if (end >= summary.len) {
            break;
        }
        utf8_next(summary, &end);
        n++;
        n_found += str_contains(words, str_slice(summary, at, end));
        at = second;
    }
    return n ? n_found * 100 / n : 0;
}

/* Least share of a summary that proves a row's words, and the most that another may have. */
enum { LEAST_SHARE = 50, MOST_SECOND = 25 };

/* ---- candidates ------------------------------------------------------------------------------ */

/* Controls that a row may mean. */
struct candidates {
    size_t controls[64];
    /* Level of each one's clause. */
    int levels[64];
    size_t n;
};

static void add_candidate(struct candidates *candidates, size_t control, int level) {
    if (candidates->n < sizeof candidates->controls / sizeof candidates->controls[0]) {
        candidates->controls[candidates->n] = control;
        candidates->levels[candidates->n++] = level;
    }
}

/* The clause without its letter. */
static struct clause_number whole_of(const struct clause_number *number) {
    struct clause_number whole = *number;
    whole.item = 0;
    return whole;
}

static void list_by_clause(const struct gap_baseline *baseline, const struct gap_row *row,
                           struct candidates *candidates) {
    const struct clause_index *index = baseline->index;
    struct clause_number wanted = whole_of(&row->number);
    size_t low = 0, high = index->n_entries;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool is_before = clause_number_compare(&index->entries[middle].number, &wanted) < 0;
        low = is_before ? middle + 1 : low;
        high = is_before ? high : middle;
    }
    for (; low < index->n_entries; low++) {
        struct clause_number whole = whole_of(&index->entries[low].number);
        if (clause_number_compare(&whole, &wanted) != 0) {
            break;
        }
        add_candidate(candidates, index->entries[low].control, index->entries[low].level);
    }
}

static void list_by_point(const struct gap_baseline *baseline, const struct gap_row *row,
                          struct candidates *candidates) {
    const struct catalogue *catalogue = baseline->catalogue;
    bool is_exact = knows_point(catalogue, row);
    for (size_t i = 0; row->point.len && i < catalogue->n_controls; i++) {
        const struct control *control = &catalogue->controls[i];
        if (is_point(row, control->point, is_exact) && gap_clause(baseline, control).len) {
            add_candidate(candidates, i, baseline->levels[control->kind]);
        }
    }
}

/* The letter of a clause; 0 if it has none. */
static char item_of(struct str clause) {
    return str_ends(clause, STR(")")) ? clause.data[clause.len - 2] : 0;
}

/* Keeps those with the row's item; of a clause without items, item a is the whole. */
static void keep_item(const struct gap_baseline *baseline, const struct gap_row *row,
                      struct candidates *candidates) {
    size_t n = 0;
    for (size_t i = 0; row->number.item && i < candidates->n; i++) {
        const struct control *control = &baseline->catalogue->controls[candidates->controls[i]];
        char item = item_of(control->clauses[candidates->levels[i]]);
        if (item == row->number.item || (!item && row->number.item == 'a')) {
            candidates->controls[n] = candidates->controls[i];
            candidates->levels[n++] = candidates->levels[i];
        }
    }
    candidates->n = row->number.item ? n : candidates->n;
}

/* Keeps the one whose words the row quotes, if that is clear; whether it is. */
static bool keep_quoted(const struct gap_baseline *baseline, const struct gap_row *row,
                        struct candidates *candidates) {
    int best = 0, second = 0;
    size_t at = 0;
    for (size_t i = 0; i < candidates->n; i++) {
        const struct control *control = &baseline->catalogue->controls[candidates->controls[i]];
        int share = share_of(control->summary, row->words);
        second = share > best ? best : share > second ? share : second;
        at = share > best ? i : at;
        best = share > best ? share : best;
    }
    if (best >= LEAST_SHARE && second <= MOST_SECOND) {
        candidates->controls[0] = candidates->controls[at];
        candidates->levels[0] = candidates->levels[at];
        candidates->n = 1;
        return true;
    }
    return false;
}

/* ---- matching -------------------------------------------------------------------------------- */

struct str gap_clause(const struct gap_baseline *baseline, const struct control *control) {
    return control->clauses[baseline->levels[control->kind]];
}

/* The row's control point is another one than its clause's: the catalogue has it under that very
 * name, or neither name is the other shortened. */
static bool contradicts(const struct gap_baseline *baseline, const struct gap_row *row,
                        const struct control_point *point) {
    struct gap_row anywhere = *row;
    anywhere.domain = (struct str){0};
    if (!row->point.len || str_equal(row->point, point->name)) {
        return false;
    }
    return knows_point(baseline->catalogue, &anywhere) ||
           !(is_within(row->point, point->name) || is_within(point->name, row->point));
}

static struct str list_choices(struct arena *arena, const struct gap_baseline *baseline,
                               const struct candidates *candidates) {
    struct str clauses[8];
    size_t n = 0;
    for (size_t i = 0; i < candidates->n && n < sizeof clauses / sizeof clauses[0]; i++) {
        const struct control *control = &baseline->catalogue->controls[candidates->controls[i]];
        clauses[n++] = control->clauses[candidates->levels[i]];
    }
    return str_join(arena, clauses, n, baseline->and);
}

void gap_row_match(struct arena *arena, const struct gap_baseline *baseline, struct gap_row *row) {
    struct candidates candidates = {.n = 0};
    bool has_clause = row->number.parts[0] != 0;
    row->fate = GAP_ROW_UNMATCHED;
    if (has_clause) {
        list_by_clause(baseline, row, &candidates);
    } else {
        list_by_point(baseline, row, &candidates);
    }
    if (!candidates.n) {
        return;
    }
    const struct control *first = &baseline->catalogue->controls[candidates.controls[0]];
    if (has_clause && contradicts(baseline, row, first->point)) {
        row->fate = GAP_ROW_OTHER_POINT;
        row->clause_point = first->point;
        return;
    }
    if (!row->is_many) {
        keep_item(baseline, row, &candidates);
    }
    bool is_asked = candidates.n > 1 || row->is_counted;
    bool is_quoted =
        !row->is_many && is_asked && row->words.len && keep_quoted(baseline, row, &candidates);
    bool is_doubtful = row->is_many || (row->is_counted && !is_quoted);
    if (candidates.n > 1 || (candidates.n && is_doubtful)) {
        row->fate = GAP_ROW_SEVERAL;
        row->choices = list_choices(arena, baseline, &candidates);
        return;
    }
    const struct control *found = &baseline->catalogue->controls[candidates.controls[0]];
    if (candidates.n && gap_clause(baseline, found).len) {
        row->fate = GAP_ROW_COUNTS;
        row->control = candidates.controls[0];
        row->other_level =
            candidates.levels[0] == baseline->levels[found->kind] ? 0 : candidates.levels[0];
    }
}
