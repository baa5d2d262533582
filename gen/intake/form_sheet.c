/* A sheet that is one unit's form: labels, each with its value at the right. */
#include "intake/desk.h"

/* Fields that make a form of a sheet. */
enum { LEAST_FIELDS = 3 };

/* Cells of a form at most, and so the most that is held of a sheet. */
enum { MOST_CELLS = 2000 };

/* The cell at the right of a label, behind the label's merge. */
static const struct read_cell *cell_right(const struct held *form, const struct read_cell *label) {
    const struct read_merge *merge = read_merge_at(form->sheet, label->row, label->column);
    uint32_t column = (merge ? merge->last_column : label->column) + 1;
    return held_at(form, label->row, column);
}

/* The label one stands beside in a group: "contact person" left of "name" and "phone". */
static struct str group_of(const struct held *form, const struct read_cell *label) {
    for (uint32_t column = label->column; column-- > 1;) {
        const struct read_merge *merge = read_merge_at(form->sheet, label->row, column);
        const struct read_cell *cell =
            merge ? held_at(form, merge->first_row, merge->first_column) : NULL;
        if (cell && merge->last_row > merge->first_row) {
            return cell->text;
        }
    }
    return (struct str){0};
}

static const struct column_rule *rule_of(struct desk *desk, const struct held *form,
                                         const struct read_cell *label) {
    enum { LONGEST_LABEL = 120 };
    const struct headers *headers = desk->intake->units;
    if (label->kind != READ_TEXT || label->text.len > LONGEST_LABEL) {
        return NULL;
    }
    const struct str parts[2] = {group_of(form, label), label->text};
    size_t n_used;
    const struct header_entry *entry =
        parts[0].len ? headers_find_joined(headers, desk->scratch, parts, 2, &n_used)
                     : headers_find(headers, desk->scratch, label->text);
    return entry && entry->n_rules ? &headers->rules[entry->rules[0]] : NULL;
}

static void read_pair(struct desk *desk, const struct column_rule *rule,
                      const struct read_sheet *sheet, const struct read_cell *label,
                      const struct read_cell *cell, struct record *record) {
    const struct reading reading = {
        .spellings = desk->intake->spellings,
        .options = desk->intake->options,
        .arena = desk->arena,
        .scratch = desk->scratch,
        .diag = desk->diag,
        .field = rule->field,
        .keeps_lines = rule->keeps_lines,
        .takes_detail = rule->attachment != N_FIELDS,
        .is_required = rule->is_required,
        .cell = cell,
        .origin = read_origin(sheet, cell->row, cell->column),
        .header = printed_text(desk->arena, label->text, false),
        .yuan = rule->yuan,
    };
    record->values[rule->field] = value_read(&reading);
}

/* The pair's label and value, if they are one; values are no labels themselves. */
static const struct column_rule *pair_at(struct desk *desk, const struct held *form,
                                         const struct read_cell *label,
                                         const struct read_cell **cell) {
    const struct column_rule *rule = rule_of(desk, form, label);
    *cell = rule ? cell_right(form, label) : NULL;
    bool is_pair = *cell && str_trim((*cell)->text).len > 0 && !rule_of(desk, form, *cell);
    return is_pair ? rule : NULL;
}

/* A required box of the form that was left empty. */
static void check_empty(struct desk *desk, const struct held *form, const struct read_cell *label) {
    const struct read_cell *cell = cell_right(form, label);
    const struct column_rule *rule = rule_of(desk, form, label);
    if (rule && rule->is_required && (!cell || str_trim(cell->text).len == 0)) {
        struct diag_note note = {.id = DIAG_VALUE_EMPTY,
                                 .origin = read_origin(form->sheet, label->row, label->column + 1),
                                 .header = label->text};
        diag_report(desk->diag, &note);
    }
}

/* Enough labels with values, the unit's name among them. */
static bool is_form(struct desk *desk, const struct held *form) {
    bool is_there[N_FIELDS] = {false};
    size_t n_fields = 0;
    for (size_t i = 0; i < form->n_rows; i++) {
        const struct read_row *row = &form->rows[i].row;
        for (size_t j = 0; j < row->n_cells; j++) {
            const struct read_cell *cell;
            const struct column_rule *rule = pair_at(desk, form, &row->cells[j], &cell);
            n_fields += rule && !is_there[rule->field];
            is_there[rule ? rule->field : FIELD_UNIT_ADDRESS] |= rule != NULL;
        }
    }
    return n_fields >= LEAST_FIELDS && is_there[FIELD_UNIT_NAME];
}

static void read_form_row(struct desk *desk, const struct held *form, const struct read_row *row,
                          struct record *record) {
    for (size_t i = 0; i < row->n_cells; i++) {
        const struct read_cell *cell;
        const struct column_rule *rule = pair_at(desk, form, &row->cells[i], &cell);
        if (rule && !record_has(record, rule->field)) {
            read_pair(desk, rule, form->sheet, &row->cells[i], cell, record);
        } else if (!rule) {
            check_empty(desk, form, &row->cells[i]);
        }
    }
}

static bool hold_row(void *context, const struct read_row *row) {
    held_add(context, row);
    return true;
}

bool form_sheet_read(struct desk *desk, struct read_sheet *sheet) {
    struct record record = {.origin = read_origin(sheet, 0, 0)};
    struct held form = held_open(desk->scratch, sheet, SIZE_MAX);
    if (sheet->n_cells > MOST_CELLS || !read_rows(sheet, hold_row, &form) ||
        !is_form(desk, &form)) {
        return false;
    }
    for (size_t i = 0; i < form.n_rows; i++) {
        read_form_row(desk, &form, &form.rows[i].row, &record);
    }
    if (!value_is_given(record_value(&record, FIELD_UNIT_NAME))) {
        return false;
    }
    row_derive(desk, desk->intake->units, &record);
    desk_take_unit(desk, &record);
    return true;
}
