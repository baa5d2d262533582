/* A sheet that is one unit's form: labels, each with its value at the right. */
#include "intake/desk.h"

/* Fields that make a form of a sheet. */
enum { LEAST_FIELDS = 3 };

/* The cell at the right of a label, behind the label's merge. */
static const struct grid_cell *cell_right(const struct grid_sheet *sheet, size_t index) {
    const struct grid_cell *label = &sheet->cells[index];
    const struct grid_merge *merge = grid_merge_at(sheet, label->row, label->column);
    uint32_t column = (merge ? merge->last_column : label->column) + 1;
    return grid_at(sheet, label->row, column);
}

/* The label one stands beside in a group: "contact person" left of "name" and "phone". */
static struct str group_of(const struct grid_sheet *sheet, const struct grid_cell *label) {
    for (uint32_t column = label->column; column-- > 1;) {
        const struct grid_merge *merge = grid_merge_at(sheet, label->row, column);
        const struct grid_cell *cell =
            merge ? grid_at(sheet, merge->first_row, merge->first_column) : NULL;
        if (cell && merge->last_row > merge->first_row) {
            return cell->text;
        }
    }
    return (struct str){0};
}

static const struct column_rule *rule_of(struct desk *desk, const struct grid_sheet *sheet,
                                         const struct grid_cell *label) {
    enum { LONGEST_LABEL = 120 };
    const struct headers *headers = desk->intake->units;
    if (label->kind != GRID_TEXT || label->text.len > LONGEST_LABEL) {
        return NULL;
    }
    const struct str parts[2] = {group_of(sheet, label), label->text};
    size_t n_used;
    const struct header_entry *entry =
        parts[0].len ? headers_find_joined(headers, desk->scratch, parts, 2, &n_used)
                     : headers_find(headers, desk->scratch, label->text);
    return entry && entry->n_rules ? &headers->rules[entry->rules[0]] : NULL;
}

static void read_pair(struct desk *desk, const struct column_rule *rule,
                      const struct grid_sheet *sheet, const struct grid_cell *label,
                      const struct grid_cell *cell, struct record *record) {
    const struct reading reading = {
        .spellings = desk->intake->spellings,
        .options = desk->intake->options,
        .arena = desk->arena,
        .scratch = desk->scratch,
        .diag = desk->diag,
        .field = rule->field,
        .keeps_lines = rule->keeps_lines,
        .cell = cell,
        .origin = grid_origin(sheet, cell->row, cell->column),
        .header = printed_text(desk->arena, label->text, false),
        .yuan = rule->yuan,
    };
    size_t n_errors = diag_n_errors(desk->diag);
    record->values[rule->field] = value_read(&reading);
    record->is_tainted |= diag_n_errors(desk->diag) > n_errors;
}

/* The pair's label and value, if they are one; values are no labels themselves. */
static const struct column_rule *pair_at(struct desk *desk, const struct grid_sheet *sheet,
                                         size_t index, const struct grid_cell **cell) {
    const struct column_rule *rule = rule_of(desk, sheet, &sheet->cells[index]);
    *cell = rule ? cell_right(sheet, index) : NULL;
    bool is_pair = *cell && str_trim((*cell)->text).len > 0 && !rule_of(desk, sheet, *cell);
    return is_pair ? rule : NULL;
}

/* A required box of the form that was left empty. */
static void check_empty(struct desk *desk, const struct grid_sheet *sheet, size_t index) {
    const struct grid_cell *label = &sheet->cells[index], *cell = cell_right(sheet, index);
    const struct column_rule *rule = rule_of(desk, sheet, label);
    if (rule && rule->is_required && (!cell || str_trim(cell->text).len == 0)) {
        struct diag_note note = {.id = DIAG_VALUE_EMPTY,
                                 .origin = grid_origin(sheet, label->row, label->column + 1),
                                 .header = label->text};
        diag_report(desk->diag, &note);
    }
}

bool form_sheet_read(struct desk *desk, const struct grid_sheet *sheet) {
    enum { MOST_CELLS = 2000 };
    struct record record = {.origin = grid_origin(sheet, 0, 0)};
    const struct grid_cell *cell;
    bool is_there[N_FIELDS] = {false};
    size_t n_fields = 0;
    for (size_t i = 0; i < sheet->n_cells && sheet->n_cells <= MOST_CELLS; i++) {
        const struct column_rule *rule = pair_at(desk, sheet, i, &cell);
        n_fields += rule && !is_there[rule->field];
        is_there[rule ? rule->field : FIELD_UNIT_ADDRESS] |= rule != NULL;
    }
    if (n_fields < LEAST_FIELDS || !is_there[FIELD_UNIT_NAME]) {
        return false;
    }
    for (size_t i = 0; i < sheet->n_cells; i++) {
        const struct column_rule *rule = pair_at(desk, sheet, i, &cell);
        if (rule && !record_has(&record, rule->field)) {
            read_pair(desk, rule, sheet, &sheet->cells[i], cell, &record);
        } else if (!rule) {
            check_empty(desk, sheet, i);
        }
    }
    if (!value_is_given(record_value(&record, FIELD_UNIT_NAME))) {
        return false;
    }
    row_derive(desk, desk->intake->units, &record);
    desk_take_unit(desk, &record);
    return true;
}
