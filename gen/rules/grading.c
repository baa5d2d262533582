/*
 * Grading, GB/T 22240-2008: S (业务信息) and A (系统服务) each by the matrix, the higher of both is
 * the level; then what was declared is held against matrix and floors.
 */
#include "rules/judge.h"

/* The fields of one line of 表三. */
struct harm_side {
    enum field object, degree, level;
};

static const struct harm_side part_s = {FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE,
                                        FIELD_SYSTEM_S_LEVEL};
static const struct harm_side part_a = {FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE,
                                        FIELD_SYSTEM_A_LEVEL};

static int higher(int a, int b) {
    return a > b ? a : b;
}

static int level_of(const struct record *record, enum field field) {
    const struct value *value = record_value(record, field);
    bool is_level = value_is_given(value) && value->number >= 1 && value->number <= 5;
    return is_level ? (int)value->number : 0;
}

/* The objects of a side; neighbours that name one object are one. */
struct objects {
    int codes[VALUE_MAX_CODES];
    unsigned n;
};

static struct objects read_objects(const struct value *value) {
    struct objects objects = {.n = 0};
    for (unsigned i = 0; i < value->n_codes; i++) {
        if (i == 0 || value->codes[i] != value->codes[i - 1]) {
            objects.codes[objects.n++] = value->codes[i];
        }
    }
    return objects;
}

/* Degrees pair with objects one by one; one degree may stand for all. */
static bool is_paired(const struct value *object, const struct value *degree) {
    return degree->n_codes == 1 || degree->n_codes == read_objects(object).n;
}

/* A cell of the matrix; 0 outside it. */
static int level_at(const struct standard *standard, int object, int degree) {
    bool is_inside = object >= 1 && object <= MATRIX_SIZE && degree >= 1 && degree <= MATRIX_SIZE;
    return is_inside ? standard->matrix[object][degree] : 0;
}

/* The highest cell that the objects and degrees of a part hit. */
static struct matrix_hit hit_matrix(const struct standard *standard, const struct record *record,
                                    const struct harm_side *part) {
    const struct value *object = record_value(record, part->object);
    const struct value *degree = record_value(record, part->degree);
    struct matrix_hit hit = {.object_evidence = {part->object, object},
                             .degree_evidence = {part->degree, degree}};
    if (!value_is_given(object) || !value_is_given(degree) || !is_paired(object, degree)) {
        return hit;
    }
    struct objects objects = read_objects(object);
    for (unsigned i = 0; i < objects.n; i++) {
        int degree_code = degree->codes[degree->n_codes == 1 ? 0 : i];
        int level = level_at(standard, objects.codes[i], degree_code);
        if (level > hit.level) {
            hit.level = level;
            hit.object = objects.codes[i];
            hit.degree = degree_code;
        }
    }
    return hit;
}

/* The written total is not the higher of the written parts. */
static bool disagrees(const struct grading *grading) {
    int parts = higher(grading->s_declared, grading->a_declared);
    bool is_whole = grading->s_declared && grading->a_declared;
    return grading->level_declared &&
           (is_whole ? grading->level_declared != parts : grading->level_declared < parts);
}

/* What documents print: the written total; the higher of the written parts where the total
 * disagrees with them or is not written though both parts are. */
static void settle_levels(struct grading *grading) {
    bool is_whole = grading->s_declared && grading->a_declared;
    grading->level_final = grading->level_declared;
    if (disagrees(grading) || (!grading->level_declared && is_whole)) {
        grading->level_final = higher(grading->s_declared, grading->a_declared);
    }
}

/* S3A2G3, only of parts that were written or follow from their own harm, and that make the level:
 * nothing is completed. */
static void settle_name(const struct judge *judge, struct grading *grading) {
    grading->s_known = grading->s_declared ? grading->s_declared : grading->s_matrix;
    grading->a_known = grading->a_declared ? grading->a_declared : grading->a_matrix;
    bool is_whole = grading->level_final && grading->s_known && grading->a_known;
    if (is_whole && higher(grading->s_known, grading->a_known) == grading->level_final) {
        grading->sag_name = str_format(judge->arena, "S%dA%dG%d", grading->s_known,
                                       grading->a_known, grading->level_final);
    }
}

static bool is_part_below(int declared, int matrix) {
    return declared && declared < matrix;
}

static bool is_part_above(const struct grading *grading, int declared, int matrix) {
    return matrix && declared > higher(matrix, grading->floor_holding);
}

/* 定级不准, proven by what is known: below a floor that is not lifted, a part below its own side,
 * the level below a side, or a total that is not the higher part. */
static bool is_inaccurate(const struct grading *grading) {
    bool is_total_below = grading->level_final && (grading->level_final < grading->floor_holding ||
                                                   grading->level_final < grading->level_matrix);
    return is_total_below || disagrees(grading) ||
           is_part_below(grading->s_declared, grading->s_matrix) ||
           is_part_below(grading->a_declared, grading->a_matrix);
}

/* The cells of the levels and of the harm. */
static const enum field level_fields[] = {FIELD_SYSTEM_LEVEL, FIELD_SYSTEM_S_LEVEL,
                                          FIELD_SYSTEM_A_LEVEL};
static const enum field harm_fields[] = {FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE,
                                         FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE};

/* A level was written that nobody can read: what the unit means is not known. */
static bool is_unreadable(const struct grading *grading) {
    for (size_t i = 0; i < 3; i++) {
        if (record_value(&grading->system->record, level_fields[i])->is_bad) {
            return true;
        }
    }
    return false;
}

/* Why nothing can be said of the level, if nothing can: bits of enum undecided_cause. */
static unsigned find_undecided(const struct grading *grading) {
    unsigned causes = is_unreadable(grading) ? UNDECIDED_LEVEL_UNREAD : 0;
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_hit *hit = &grading->hits[i];
        if (hit->strength == FLOOR_OPEN && floors_matter(grading, hit)) {
            causes |= UNDECIDED_FLOOR_OPEN;
        }
    }
    bool is_filled = false;
    for (size_t i = 0; i < 4; i++) {
        is_filled = is_filled || record_has(&grading->system->record, harm_fields[i]);
    }
    if (is_filled && !(grading->s_matrix && grading->a_matrix)) {
        causes |= UNDECIDED_HALF_GIVEN;
    }
    if (!is_filled && grading->level_final > grading->floor_holding) {
        causes |= UNDECIDED_NO_HARM;
    }
    return causes;
}

static void add_deciding(struct grading *grading, enum field field) {
    for (size_t i = 0; i < grading->n_decides; i++) {
        if (grading->decides[i] == field) {
            return;
        }
    }
    if (grading->n_decides < GRADING_MAX_DECIDES) {
        grading->decides[grading->n_decides++] = field;
    }
}

/* Cells of a side that is not known: those empty or unread, or both where they do not pair. */
static void add_side(struct grading *grading, const struct harm_side *part, int level) {
    const struct record *record = &grading->system->record;
    bool is_object = value_is_given(record_value(record, part->object));
    bool is_degree = value_is_given(record_value(record, part->degree));
    if (level == 0 && (!is_object || is_degree)) {
        add_deciding(grading, part->object);
    }
    if (level == 0 && (!is_degree || is_object)) {
        add_deciding(grading, part->degree);
    }
}

/* The cells that would decide an undecided verdict. */
static void list_deciding(struct grading *grading) {
    for (size_t i = 0; i < 3; i++) {
        if (record_value(&grading->system->record, level_fields[i])->is_bad) {
            add_deciding(grading, level_fields[i]);
        }
    }
    if (grading->undecided & (UNDECIDED_HALF_GIVEN | UNDECIDED_NO_HARM)) {
        add_side(grading, &part_s, grading->s_matrix);
        add_side(grading, &part_a, grading->a_matrix);
    }
    bool is_open = false;
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_hit *hit = &grading->hits[i];
        bool is_asked = hit->strength == FLOOR_OPEN && floors_matter(grading, hit);
        for (size_t k = 0; is_asked && k < hit->n_decides; k++) {
            add_deciding(grading, hit->decides[k]);
        }
        is_open = is_open || is_asked;
    }
    if (is_open) {
        add_deciding(grading, FIELD_SYSTEM_FLOOR_EXCEPTION);
    }
}

/* The first of the five that holds; the order is the rule. */
static enum verdict find_verdict(struct grading *grading) {
    if (grading->level_final == 0 && !is_unreadable(grading)) {
        return VERDICT_UNGRADED;
    }
    if (is_inaccurate(grading)) {
        return VERDICT_INACCURATE;
    }
    grading->undecided = find_undecided(grading);
    if (grading->undecided) {
        list_deciding(grading);
        return VERDICT_UNDECIDED;
    }
    int support = higher(grading->level_matrix, grading->floor_holding);
    bool is_above = grading->level_final > support ||
                    is_part_above(grading, grading->s_declared, grading->s_matrix) ||
                    is_part_above(grading, grading->a_declared, grading->a_matrix);
    return is_above ? VERDICT_ABOVE_MATRIX : VERDICT_CONSISTENT;
}

void grading_decide(const struct judge *judge, const struct system *system,
                    struct grading *grading) {
    const struct record *record = &system->record;
    grading->system = system;
    grading->level_declared = level_of(record, FIELD_SYSTEM_LEVEL);
    grading->s_declared = level_of(record, FIELD_SYSTEM_S_LEVEL);
    grading->a_declared = level_of(record, FIELD_SYSTEM_A_LEVEL);
    const struct standard *standard = judge->rules->standard;
    const struct standard *basis = basis_find(judge, record);
    grading->basis = basis && basis != standard ? basis->name : (struct str){0};
    standard = basis && judge->rules->is_basis_followed ? basis : standard;
    grading->s_hit = hit_matrix(standard, record, &part_s);
    grading->a_hit = hit_matrix(standard, record, &part_a);
    grading->s_matrix = grading->s_hit.level;
    grading->a_matrix = grading->a_hit.level;
    grading->level_matrix = higher(grading->s_matrix, grading->a_matrix);
    settle_levels(grading);
    settle_name(judge, grading);
    floors_apply(judge, system, grading);
    grading->verdict = find_verdict(grading);
    grading->needs_review =
        grading->verdict != VERDICT_CONSISTENT && grading->verdict != VERDICT_ABOVE_MATRIX;
    grading->level_duty = higher(higher(grading->level_declared, grading->level_final),
                                 higher(grading->level_matrix, grading->floor_holding));
    grading->standard = standard->name;
    grading->matrix_clause = standard->clause;
    grading->s_clause = standard->s_clause;
    grading->a_clause = standard->a_clause;
    grading->max_clause = standard->max_clause;
}

void grading_complain(const struct judge *judge, const struct grading *grading, enum diag_id id,
                      enum field field, struct str clause, const struct str args[3]) {
    struct complaint complaint = {id,
                                  &grading->system->record,
                                  field,
                                  clause,
                                  {judge_name(grading->system), args[0], args[1], args[2]}};
    judge_complain(judge, &complaint);
}

/* What was written of the levels themselves. */
static void report_levels(const struct judge *judge, const struct grading *grading) {
    const struct record *record = &grading->system->record;
    struct str none[3] = {{0}, {0}, {0}};
    if (disagrees(grading)) {
        struct complaint complaint = {DIAG_LEVEL_NOT_MAX,
                                      record,
                                      FIELD_SYSTEM_LEVEL,
                                      grading->max_clause,
                                      {judge_numeral(judge, grading->level_declared),
                                       judge_numeral(judge, grading->level_final)}};
        judge_complain(judge, &complaint);
    }
    if (!judge_is_empty(record, FIELD_SYSTEM_LEVEL)) {
        enum field missing = judge_is_empty(record, FIELD_SYSTEM_S_LEVEL) ? FIELD_SYSTEM_S_LEVEL
                                                                          : FIELD_SYSTEM_A_LEVEL;
        if (grading->level_declared && judge_is_empty(record, missing)) {
            grading_complain(judge, grading, DIAG_LEVEL_PARTS_MISSING, missing,
                             judge_clause(judge, CLAUSE_LEVEL_PARTS), none);
        }
    } else if (grading->level_final) {
        grading_complain(judge, grading, DIAG_VALUE_EMPTY, FIELD_SYSTEM_LEVEL, grading->max_clause,
                         none);
    } else {
        grading_complain(judge, grading, DIAG_LEVEL_MISSING, FIELD_SYSTEM_LEVEL,
                         judge_clause(judge, CLAUSE_LEVEL), none);
    }
}

static bool report_below(const struct judge *judge, const struct grading *grading, enum field field,
                         struct str clause, const int levels[2]) {
    if (!is_part_below(levels[0], levels[1])) {
        return false;
    }
    struct str args[3] = {judge_label(judge, field), judge_numeral(judge, levels[0]),
                          judge_numeral(judge, levels[1])};
    grading_complain(judge, grading, DIAG_LEVEL_BELOW_MATRIX, field, clause, args);
    return true;
}

static void report_above(const struct judge *judge, const struct grading *grading, enum field field,
                         struct str clause, const int levels[2]) {
    struct str args[3] = {judge_numeral(judge, levels[0]), judge_numeral(judge, levels[1]), {0}};
    grading_complain(judge, grading, DIAG_LEVEL_ABOVE_MATRIX, field, clause, args);
}

/* Levels against the matrix: each part by itself, the total where no part says it already. */
static void report_matrix(const struct judge *judge, const struct grading *grading) {
    int s[2] = {grading->s_declared, grading->s_matrix};
    int a[2] = {grading->a_declared, grading->a_matrix};
    int total[2] = {grading->level_final, grading->level_matrix};
    bool is_below = report_below(judge, grading, part_s.level, grading->s_clause, s);
    is_below |= report_below(judge, grading, part_a.level, grading->a_clause, a);
    if (!is_below) {
        report_below(judge, grading, FIELD_SYSTEM_LEVEL, grading->matrix_clause, total);
    }
    if (grading->verdict != VERDICT_ABOVE_MATRIX) {
        return;
    }
    if (total[0] > higher(total[1], grading->floor_holding)) {
        report_above(judge, grading, FIELD_SYSTEM_LEVEL, grading->matrix_clause, total);
        return;
    }
    if (is_part_above(grading, s[0], s[1])) {
        report_above(judge, grading, part_s.level, grading->s_clause, s);
    }
    if (is_part_above(grading, a[0], a[1])) {
        report_above(judge, grading, part_a.level, grading->a_clause, a);
    }
}

/* Objects and degrees of harm that are not given: once a system, at the first of them. A column
 * that is missing was asked for. */
static void report_missing_harm(const struct judge *judge, const struct grading *grading) {
    static const enum field fields[] = {FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE,
                                        FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE};
    struct str labels[4];
    size_t n_labels = 0;
    enum field first = FIELD_SYSTEM_S_OBJECT;
    for (size_t i = 0; i < 4; i++) {
        const struct record *record = &grading->system->record;
        if (judge_is_empty(record, fields[i]) && !judge_lacks_column(record, fields[i])) {
            first = n_labels ? first : fields[i];
            labels[n_labels++] = judge_label(judge, fields[i]);
        }
    }
    if (n_labels && grading->level_final) {
        struct str args[3] = {
            str_join(judge->arena, labels, n_labels, judge->rules->and), {0}, {0}};
        grading_complain(judge, grading, DIAG_HARM_MISSING, first, grading->matrix_clause, args);
    }
}

static void report_unpaired(const struct judge *judge, const struct grading *grading,
                            const struct harm_side *part, struct str clause) {
    const struct record *record = &grading->system->record;
    const struct value *object = record_value(record, part->object);
    const struct value *degree = record_value(record, part->degree);
    if (value_is_given(object) && value_is_given(degree) && !is_paired(object, degree)) {
        struct str args[3] = {judge_label(judge, part->object),
                              str_format(judge->arena, "%u", read_objects(object).n),
                              str_format(judge->arena, "%u", degree->n_codes)};
        grading_complain(judge, grading, DIAG_HARM_PAIRS, part->degree, clause, args);
    }
}

void grading_report(const struct judge *judge, const struct grading *grading) {
    report_levels(judge, grading);
    report_matrix(judge, grading);
    report_missing_harm(judge, grading);
    report_unpaired(judge, grading, &part_s, grading->s_clause);
    report_unpaired(judge, grading, &part_a, grading->a_clause);
    basis_report(judge, grading);
}
