/* A unit's rows out of its findings: fields as handed in, levels and floors as the rules found
 * them, and what else the year-end report counts. */
#include "ledger/facts.h"

/* ---- cells ----------------------------------------------------------------------------------- */

/* A unit being written into rows. */
struct filling {
    struct arena *scratch;
    const struct ledger_facts *facts;
    const struct unit_findings *findings;
    const struct unit *unit;
    /* For rows of systems. */
    const struct grading *grading;
    /* For rows of experts. */
    const struct record *expert;
    /* For rows of gaps. */
    const struct gap_item *gap;
};

static struct str print_count(const struct filling *filling, size_t count) {
    return str_format(filling->scratch, "%zu", count);
}

static struct str print_level(const struct filling *filling, int level) {
    return level > 0 ? str_format(filling->scratch, "%d", level) : (struct str){0};
}

static struct str print_bool(bool is_true) {
    return is_true ? STR("1") : STR("0");
}

/* file!sheet!row: where a record came from. */
static struct str print_source(const struct filling *filling, struct origin origin) {
    if (!origin.source) {
        return (struct str){0};
    }
    return str_format(filling->scratch, "%" STR_FMT "!%" STR_FMT "!%u",
                      STR_ARG(origin.source->file), STR_ARG(origin.source->sheet), origin.row);
}

static struct str print_codes(const struct filling *filling, const struct value *value) {
    struct str codes[VALUE_MAX_CODES];
    for (unsigned i = 0; i < value->n_codes; i++) {
        codes[i] = str_format(filling->scratch, "%d", (int)value->codes[i]);
    }
    return str_join(filling->scratch, codes, value->n_codes, STR(";"));
}

static struct str print_value(const struct filling *filling, const struct value *value,
                              enum ledger_type type) {
    if (!value_is_given(value)) {
        return (struct str){0};
    }
    struct str text = value->text;
    if (type == LEDGER_AS_BOOL) {
        text = print_bool(value->number != 0);
    } else if (type == LEDGER_AS_LEVEL) {
        text = print_level(filling, (int)value->number);
    } else if (type == LEDGER_AS_DATE) {
        text = date_to_iso(filling->scratch, value->date, value->precision);
    } else if (type == LEDGER_AS_CODES) {
        text = print_codes(filling, value);
    }
    /* A share that was only said to be a part has no number. */
    return ledger_value_is_good(type, text) ? text : (struct str){0};
}

/* ---- what is computed of a unit -------------------------------------------------------------- */

/* The first of the fields that is filled decides; without any a province's own code does. */
static bool is_direct(const struct ledger_facts *facts, const struct record *record) {
    for (size_t i = 0; i < facts->n_direct; i++) {
        const struct direct_rule *rule = &facts->direct[i];
        const struct value *value = record_value(record, rule->field);
        if (!value_is_given(value)) {
            continue;
        }
        for (size_t j = 0; j < rule->n_codes; j++) {
            if (value_has_code(value, rule->codes[j])) {
                return true;
            }
        }
        return false;
    }
    const struct value *code = record_value(record, FIELD_UNIT_REGION_CODE);
    return value_is_given(code) && str_ends(code->text, STR("0000"));
}

/* The latest 填表日期 of its systems. */
static struct str find_received(const struct filling *filling) {
    struct str latest = {0};
    for (size_t i = 0; i < filling->findings->n_gradings; i++) {
        const struct record *record = &filling->findings->gradings[i].system->record;
        const struct value *value = record_value(record, FIELD_SYSTEM_FILL_DATE);
        struct str day = print_value(filling, value, LEDGER_AS_DATE);
        latest = str_compare(day, latest) > 0 ? day : latest;
    }
    return latest;
}

static struct str find_in_unit(const struct filling *filling, enum ledger_column column) {
    const struct unit *unit = filling->unit;
    switch (column) {
    case LEDGER_UNITS_UNIT_ID:
    case LEDGER_MANAGEMENT_UNIT_ID:
    case LEDGER_EXPERTS_UNIT_ID:
        return unit->id;
    case LEDGER_UNITS_SOURCE:
    case LEDGER_MANAGEMENT_SOURCE:
        return print_source(filling, unit->record.origin);
    case LEDGER_EXPERTS_SOURCE:
        return print_source(filling, filling->expert->origin);
    case LEDGER_UNITS_DIRECT:
        return print_bool(is_direct(filling->facts, &unit->record));
    case LEDGER_UNITS_SYSTEMS:
        return print_count(filling, filling->findings->n_gradings);
    case LEDGER_UNITS_RECEIVED:
        return find_received(filling);
    default:
        return (struct str){0};
    }
}

/* ---- what is computed of a system ------------------------------------------------------------ */

/* The rules that hold, or those that are open and lie above the level, joined. */
static struct str join_floors(const struct filling *filling, bool is_open) {
    const struct grading *grading = filling->grading;
    struct str rules[sizeof grading->hits / sizeof grading->hits[0]];
    size_t n = 0;
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_hit *hit = &grading->hits[i];
        bool is_hard = hit->strength == FLOOR_HARD;
        bool is_asked = hit->strength == FLOOR_OPEN && !hit->is_lifted;
        if (is_open ? is_asked && hit->level > grading->level_final : is_hard) {
            rules[n++] = hit->rule;
        }
    }
    return str_join(filling->scratch, rules, n, STR(";"));
}

static bool is_incomplete(const struct ledger_facts *facts, const struct record *record) {
    for (size_t i = 0; i < facts->n_minimum; i++) {
        if (!value_is_given(record_value(record, facts->minimum[i]))) {
            return true;
        }
    }
    return false;
}

/* 已向公安备案: said so, or a date of filing is given. */
static struct str find_filed(const struct record *record) {
    const struct value *filed = record_value(record, FIELD_SYSTEM_FILED);
    if (value_is_given(filed)) {
        return print_bool(filed->number != 0);
    }
    bool is_dated = value_is_given(record_value(record, FIELD_SYSTEM_POLICE_FILED));
    return is_dated ? print_bool(true) : (struct str){0};
}

static bool is_full_date(const struct value *value) {
    return value_is_given(value) && value->precision == DATE_DAY;
}

/* So many days after grading, or after launch where the system was graded before it ran. Empty
 * unless the day it counts from is known. */
static struct str find_filing_due(const struct filling *filling, const struct record *record) {
    const struct value *graded = record_value(record, FIELD_SYSTEM_GRADED);
    const struct value *launched = record_value(record, FIELD_SYSTEM_LAUNCHED);
    if (filling->grading->level_final < 2 || !is_full_date(graded)) {
        return (struct str){0};
    }
    struct date from = graded->date;
    if (value_is_given(launched) && date_compare(launched->date, from) > 0) {
        if (launched->precision != DATE_DAY) {
            return (struct str){0};
        }
        from = launched->date;
    }
    struct date due = date_from_days(date_to_days(from) + filling->facts->filing_days);
    return date_valid(due) ? date_to_iso(filling->scratch, due, DATE_DAY) : (struct str){0};
}

/* 备案证明编号: 11 digits, a hyphen, 5 digits. Empty where there is none. */
static struct str find_certificate_ok(const struct record *record) {
    const struct value *value = record_value(record, FIELD_SYSTEM_CERTIFICATE);
    if (!value_is_given(value)) {
        return (struct str){0};
    }
    bool is_good = value->text.len == 17;
    for (size_t i = 0; is_good && i < value->text.len; i++) {
        char byte = value->text.data[i];
        is_good = i == 11 ? byte == '-' : byte >= '0' && byte <= '9';
    }
    return print_bool(is_good);
}

static struct str find_in_system(const struct filling *filling, enum ledger_column column) {
    const struct grading *grading = filling->grading;
    const struct record *record = &grading->system->record;
    bool is_below = grading->level_final && grading->level_final < grading->floor_holding;
    switch (column) {
    case LEDGER_SYSTEMS_UNIT_ID:
        return filling->unit->id;
    case LEDGER_SYSTEMS_SYSTEM_NO:
        return print_count(filling, grading->system->ordinal);
    case LEDGER_SYSTEMS_LEVEL_DECLARED:
        return print_level(filling, grading->level_declared);
    case LEDGER_SYSTEMS_S_DECLARED:
        return print_level(filling, grading->s_declared);
    case LEDGER_SYSTEMS_A_DECLARED:
        return print_level(filling, grading->a_declared);
    case LEDGER_SYSTEMS_LEVEL_MATRIX:
        return print_level(filling, grading->level_matrix);
    case LEDGER_SYSTEMS_S_MATRIX:
        return print_level(filling, grading->s_matrix);
    case LEDGER_SYSTEMS_A_MATRIX:
        return print_level(filling, grading->a_matrix);
    case LEDGER_SYSTEMS_FLOOR:
        return print_level(filling, grading->floor);
    case LEDGER_SYSTEMS_FLOOR_RULES:
        return join_floors(filling, false);
    case LEDGER_SYSTEMS_LEVEL_FINAL:
        return print_level(filling, grading->level_final);
    case LEDGER_SYSTEMS_LEVEL_DUTY:
        return print_level(filling, grading->level_duty);
    case LEDGER_SYSTEMS_VERDICT:
        return rules_verdict_name(filling->facts->rules, grading->verdict);
    case LEDGER_SYSTEMS_EDITION:
        return filling->facts->edition;
    case LEDGER_SYSTEMS_SOURCE:
        return print_source(filling, record->origin);
    case LEDGER_SYSTEMS_STANDARD:
        return grading->standard;
    case LEDGER_SYSTEMS_EXCEPTION:
        return print_bool(grading->is_floor_excepted);
    case LEDGER_SYSTEMS_BELOW_FLOOR:
        return print_bool(is_below);
    case LEDGER_SYSTEMS_FLOOR_OPEN:
        return join_floors(filling, true);
    case LEDGER_SYSTEMS_FILED:
        return find_filed(record);
    case LEDGER_SYSTEMS_FILING_DUE:
        return find_filing_due(filling, record);
    case LEDGER_SYSTEMS_CERTIFICATE_OK:
        return find_certificate_ok(record);
    case LEDGER_SYSTEMS_INCOMPLETE:
        return print_bool(is_incomplete(filling->facts, record));
    default:
        return (struct str){0};
    }
}

/* ---- what is computed of an item of the baseline ------------------------------------------------
 */

static struct str find_in_gap(const struct filling *filling, enum ledger_column column) {
    const struct gap_item *gap = filling->gap;
    switch (column) {
    case LEDGER_GAPS_UNIT_ID:
        return filling->unit->id;
    case LEDGER_GAPS_SYSTEM_NO:
        return print_count(filling, filling->grading->system->ordinal);
    case LEDGER_GAPS_CLAUSE:
        return gap->clause;
    case LEDGER_GAPS_DOMAIN:
        return gap->control->point->domain;
    case LEDGER_GAPS_CONTROL_POINT:
        return gap->control->point->name;
    case LEDGER_GAPS_VERDICT:
        return gap->verdict == GAP_UNCHECKED ? filling->facts->unchecked
                                             : record_value(gap->record, FIELD_GAP_VERDICT)->text;
    case LEDGER_GAPS_SOURCE:
        return gap->record ? print_source(filling, gap->record->origin) : (struct str){0};
    default:
        return (struct str){0};
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct str fill_cell(const struct filling *filling, enum ledger_column column) {
    const struct ledger_column_info *info = ledger_column_info(column);
    if (info->from.source == LEDGER_FROM_FINDING) {
        return info->table == LEDGER_GAPS      ? find_in_gap(filling, column)
               : info->table == LEDGER_SYSTEMS ? find_in_system(filling, column)
                                               : find_in_unit(filling, column);
    }
    if (info->from.source != LEDGER_FROM_FIELD) {
        return (struct str){0};
    }
    static const struct record nothing;
    enum field_entity entity = field_info(info->from.field)->entity;
    if (entity == ENTITY_GAP) {
        const struct record *row = filling->gap->record ? filling->gap->record : &nothing;
        return print_value(filling, record_value(row, info->from.field), info->type);
    }
    const struct record *record = entity == ENTITY_UNIT     ? &filling->unit->record
                                  : entity == ENTITY_EXPERT ? filling->expert
                                                            : &filling->grading->system->record;
    return print_value(filling, record_value(record, info->from.field), info->type);
}

/* Adds a row; of a table that is not for every unit only if some field of it is given. */
static void add_row(struct ledger *ledger, const struct filling *filling, enum ledger_table table,
                    bool is_always) {
    struct str cells[N_LEDGER_COLUMNS];
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    bool is_said = is_always;
    for (size_t i = 0; i < n; i++) {
        enum ledger_column column = (enum ledger_column)(first + i);
        cells[i] = fill_cell(filling, column);
        is_said = is_said ||
                  (cells[i].len && ledger_column_info(column)->from.source == LEDGER_FROM_FIELD);
    }
    if (is_said) {
        ledger_add(ledger, table, cells, (struct origin){0});
    }
}

/* Adds the duties that apply, of the unit and of its systems. */
static void add_duties(struct ledger *ledger, const struct filling *filling) {
    const struct unit_findings *findings = filling->findings;
    for (size_t i = 0; i < findings->n_duties; i++) {
        struct arena_mark mark = arena_mark(filling->scratch);
        const struct duty_finding *finding = &findings->duties[i];
        bool is_late = finding->days_late > 0;
        enum date_precision due = finding->due.year ? DATE_DAY : DATE_NONE;
        const struct str cells[] = {
            filling->unit->id,
            finding->system ? print_count(filling, finding->system->ordinal) : (struct str){0},
            finding->duty->id,
            rules_status_name(filling->facts->rules, finding->status),
            date_to_iso(filling->scratch, finding->due, due),
            date_to_iso(filling->scratch, finding->done, finding->done_precision),
            is_late ? print_count(filling, (size_t)finding->days_late) : (struct str){0},
            finding->duty->clause,
        };
        ledger_add(ledger, LEDGER_OBLIGATIONS, cells, (struct origin){0});
        arena_rewind(filling->scratch, mark);
    }
}

void ledger_add_unit(struct ledger *ledger, const struct ledger_facts *facts,
                     const struct unit_findings *findings) {
    struct arena *scratch = arena_open_like(ledger->arena);
    const struct records *experts = &findings->unit->experts;
    struct filling filling = {scratch, facts, findings, findings->unit, NULL, NULL, NULL};
    add_row(ledger, &filling, LEDGER_UNITS, true);
    add_row(ledger, &filling, LEDGER_MANAGEMENT, false);
    for (size_t i = 0; i < experts->n_records; i++) {
        filling.expert = experts->records[i];
        add_row(ledger, &filling, LEDGER_EXPERTS, true);
    }
    for (size_t i = 0; i < findings->n_gradings; i++) {
        filling.grading = &findings->gradings[i];
        add_row(ledger, &filling, LEDGER_SYSTEMS, true);
        const struct gap_findings *gaps = filling.grading->gaps;
        for (size_t k = 0; gaps && k < gaps->n_items; k++) {
            filling.gap = &gaps->items[k];
            add_row(ledger, &filling, LEDGER_GAPS, true);
        }
    }
    add_duties(ledger, &filling);
    arena_close(scratch);
}
