/* Sheets as plain data: docs fills them cell by cell, writers replay them, tests read the dump. */
#include "layout/sheet.h"

struct sheet *sheet_add(struct arena *arena, struct workbook *workbook, struct str name) {
    struct sheet *sheet = ARENA_NEW(arena, struct sheet);
    sheet->name = name;
    ARENA_PUSH(arena, workbook->sheets, workbook->n_sheets, workbook->capacity, sheet);
    return sheet;
}

/* -1, 0, 1 as `a` stands before, at or behind the place. */
static int compare_place(const struct cell *a, uint32_t row, uint32_t column) {
    if (a->row != row) {
        return a->row < row ? -1 : 1;
    }
    return (a->column > column) - (a->column < column);
}

/* Keeps the cells in reading order; a second cell at a place takes the place of the first. */
static void put(struct arena *arena, struct sheet *sheet, struct cell cell) {
    size_t i = sheet->n_cells;
    while (i > 0 && compare_place(&sheet->cells[i - 1], cell.row, cell.column) > 0) {
        i--;
    }
    if (i > 0 && compare_place(&sheet->cells[i - 1], cell.row, cell.column) == 0) {
        sheet->cells[i - 1] = cell;
        return;
    }
    ARENA_PUSH(arena, sheet->cells, sheet->n_cells, sheet->capacity, cell);
    for (size_t k = sheet->n_cells - 1; k > i; k--) {
        sheet->cells[k] = sheet->cells[k - 1];
    }
    sheet->cells[i] = cell;
}

void sheet_text(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                struct str text, enum cell_style style) {
    put(arena, sheet,
        (struct cell){
            .row = row,
            .column = column,
            .kind = text.len > 0 ? CELL_TEXT : CELL_BLANK,
            .text = text,
            .style = style,
        });
}

void sheet_number(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                  double number, enum cell_style style) {
    put(arena, sheet,
        (struct cell){
            .row = row,
            .column = column,
            .kind = CELL_NUMBER,
            .number = number,
            .style = style,
        });
}

void sheet_formula(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                   struct str formula, double result, enum cell_style style) {
    put(arena, sheet,
        (struct cell){
            .row = row,
            .column = column,
            .kind = CELL_FORMULA,
            .text = formula,
            .number = result,
            .style = style,
        });
}

void sheet_date(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                struct date date, enum cell_style style) {
    put(arena, sheet,
        (struct cell){
            .row = row,
            .column = column,
            .kind = date_valid(date) ? CELL_DATE : CELL_BLANK,
            .date = date,
            .style = style,
        });
}

void sheet_link(struct sheet *sheet, struct str place) {
    sheet->cells[sheet->n_cells - 1].link = place;
}

void sheet_be(struct sheet *sheet, enum cell_kind kind) {
    sheet->cells[sheet->n_cells - 1].kind = kind;
}

void sheet_format(struct sheet *sheet, uint32_t format) {
    sheet->cells[sheet->n_cells - 1].format = format;
}

void sheet_merge(struct arena *arena, struct sheet *sheet, struct merge merge) {
    ARENA_PUSH(arena, sheet->merges, sheet->n_merges, sheet->merges_capacity, merge);
}

void sheet_ask(struct arena *arena, struct sheet *sheet, struct sheet_input input) {
    ARENA_PUSH(arena, sheet->inputs, sheet->n_inputs, sheet->inputs_capacity, input);
}

void sheet_tint(struct arena *arena, struct sheet *sheet, struct sheet_tone tone) {
    ARENA_PUSH(arena, sheet->tones, sheet->n_tones, sheet->tones_capacity, tone);
}

/* ---- reading --------------------------------------------------------------------------------- */

struct sheet_reader {
    const struct sheet *sheet;
    /* The cell that begins the next row held. */
    size_t at;
    /* What the sheet's rows are read by; NULL if it has none or they are at their end. */
    void *reading;
    /* The row made last, and its memory. */
    struct sheet made;
    struct arena *texts;
    /* Where the next row that is made stands. */
    uint32_t row;
};

static void close_texts(void *texts) {
    arena_close(texts);
}

struct sheet_reader *sheet_read(struct arena *arena, const struct sheet *sheet) {
    struct sheet_reader *reader = ARENA_NEW(arena, struct sheet_reader);
    reader->sheet = sheet;
    reader->row = sheet->n_cells ? sheet->cells[sheet->n_cells - 1].row + 1 : 0;
    if (sheet->rows) {
        reader->reading = sheet->rows->begin(arena, sheet->rows->context);
        reader->texts = arena_open_like(arena);
        arena_own(arena, reader->texts, close_texts);
    }
    return reader;
}

/* Makes the next row. */
static bool make_row(struct sheet_reader *reader, struct sheet_row *row) {
    bool is_made = reader->reading != NULL;
    reader->made.n_cells = 0;
    while (is_made && reader->made.n_cells == 0) {
        arena_reset(reader->texts);
        reader->made = (struct sheet){0};
        is_made =
            reader->sheet->rows->next(reader->texts, reader->reading, &reader->made, reader->row++);
    }
    *row = (struct sheet_row){reader->made.cells, reader->made.n_cells};
    return is_made;
}

bool sheet_next(struct sheet_reader *reader, struct sheet_row *row) {
    const struct sheet *sheet = reader->sheet;
    size_t from = reader->at;
    if (from == sheet->n_cells) {
        return make_row(reader, row);
    }
    while (reader->at < sheet->n_cells && sheet->cells[reader->at].row == sheet->cells[from].row) {
        reader->at++;
    }
    *row = (struct sheet_row){sheet->cells + from, reader->at - from};
    return true;
}

/* ---- names of cells -------------------------------------------------------------------------- */

static void add_cell_name(struct buf *buf, uint32_t row, uint32_t column) {
    char letters[8];
    size_t n = 0;
    uint64_t rest = (uint64_t)column + 1;
    while (rest > 0) {
        rest--;
        letters[n++] = (char)('A' + rest % 26);
        rest /= 26;
    }
    while (n > 0) {
        buf_add_byte(buf, (unsigned char)letters[--n]);
    }
    buf_add_count(buf, (uint64_t)row + 1);
}

struct str sheet_cell_name(struct arena *arena, uint32_t row, uint32_t column) {
    struct buf buf = {.arena = arena};
    add_cell_name(&buf, row, column);
    return buf_str(&buf);
}

/* ---- dump ------------------------------------------------------------------------------------ */

static const char *const STYLE_NAMES[N_STYLES] = {
    [STYLE_BODY] = "body",
    [STYLE_COUNT] = "count",
    [STYLE_PERCENT] = "percent",
    [STYLE_MONEY] = "money",
    [STYLE_DATE] = "date",
    [STYLE_HEADER] = "header",
    [STYLE_TITLE] = "title",
    [STYLE_NOTE] = "note",
    [STYLE_TOTAL] = "total",
    [STYLE_TOTAL_COUNT] = "total-count",
    [STYLE_TOTAL_PERCENT] = "total-percent",
    [STYLE_WARNING] = "warning",
    [STYLE_ERROR] = "error",
    [STYLE_REQUIRED] = "required",
    [STYLE_EXAMPLE] = "example",
    [STYLE_ENTRY] = "entry",
    [STYLE_ENTRY_NUMBER] = "entry-number",
};

/* Up to 15 digits, none of them an accident of binary. */
static void add_number(struct buf *buf, double number) {
    buf_format(buf, "%.15g", number);
}

static void dump_cell(struct arena *arena, struct buf *buf, const struct cell *cell) {
    buf_add_c(buf, "  ");
    add_cell_name(buf, cell->row, cell->column);
    buf_format(buf, " %s", STYLE_NAMES[cell->style]);
    switch (cell->kind) {
    case CELL_BLANK:
        break;
    case CELL_TEXT:
        buf_add_byte(buf, ' ');
        buf_add_json(buf, cell->text);
        break;
    case CELL_BOOL:
    case CELL_ERROR:
        buf_add_byte(buf, ' ');
        buf_add(buf, cell->text);
        break;
    case CELL_NUMBER:
        buf_add_byte(buf, ' ');
        add_number(buf, cell->number);
        break;
    case CELL_FORMULA:
        buf_add_c(buf, " =");
        buf_add(buf, cell->text);
        buf_add_c(buf, " -> ");
        add_number(buf, cell->number);
        break;
    case CELL_DATE:
        buf_add_byte(buf, ' ');
        buf_add(buf, date_to_iso(arena, cell->date, DATE_DAY));
        break;
    }
    if (cell->link.len) {
        buf_add_c(buf, " link ");
        buf_add(buf, cell->link);
    }
    buf_add_byte(buf, '\n');
}

static void add_range(struct buf *buf, uint32_t first_row, uint32_t first_column, uint32_t last_row,
                      uint32_t last_column) {
    add_cell_name(buf, first_row, first_column);
    buf_add_byte(buf, ':');
    add_cell_name(buf, last_row, last_column);
}

static void dump_chart(struct buf *buf, const struct sheet_chart *chart) {
    buf_add_c(buf, "  chart ");
    add_cell_name(buf, chart->row, chart->column);
    buf_add_c(buf, chart->is_of_rates   ? " rates "
                   : chart->is_grouped  ? " groups "
                   : chart->is_of_lines ? " lines "
                                        : " ");
    buf_add_json(buf, chart->title);
    buf_add_byte(buf, '\n');
    for (size_t i = 0; i < chart->n_series; i++) {
        const struct sheet_series *series = &chart->series[i];
        buf_add_c(buf, "    series ");
        add_cell_name(buf, series->name_row, series->name_column);
        buf_add_c(buf, " categories ");
        add_range(buf, series->first_row, series->category_column, series->last_row,
                  series->category_column);
        buf_add_c(buf, " values ");
        add_range(buf, series->first_row, series->value_column, series->last_row,
                  series->value_column);
        buf_add_byte(buf, '\n');
    }
}

static void dump_input(struct buf *buf, const struct sheet_input *input) {
    static const char *const kinds[N_INPUTS] = {
        [INPUT_ANY] = "any",     [INPUT_CHOICE] = "choice", [INPUT_DATE] = "date",
        [INPUT_WHOLE] = "whole", [INPUT_NUMBER] = "number", [INPUT_LENGTH] = "length"};
    buf_add_c(buf, "  input ");
    add_range(buf, input->first_row, input->column, input->last_row, input->column);
    buf_format(buf, " %s%s", kinds[input->kind], input->is_strict ? " strict" : "");
    if (input->kind == INPUT_CHOICE) {
        buf_add_byte(buf, ' ');
        add_range(buf, input->first_choice, input->choices_column, input->last_choice,
                  input->choices_column);
    } else if (input->kind != INPUT_ANY) {
        buf_add_byte(buf, ' ');
        add_number(buf, input->low);
        buf_add_byte(buf, ' ');
        add_number(buf, input->high);
    }
    const struct str texts[] = {input->title, input->message, input->fault};
    for (size_t i = 0; i < 3; i++) {
        buf_add_byte(buf, ' ');
        buf_add_json(buf, texts[i]);
    }
    buf_add_byte(buf, '\n');
}

static void dump_columns(struct buf *buf, const struct sheet *sheet) {
    if (sheet->n_column_styles > 0) {
        buf_add_c(buf, "  columns");
        for (size_t i = 0; i < sheet->n_column_styles; i++) {
            buf_format(buf, " %s", STYLE_NAMES[sheet->column_styles[i]]);
        }
        buf_add_byte(buf, '\n');
    }
    for (size_t i = 0; i < sheet->n_inputs; i++) {
        dump_input(buf, &sheet->inputs[i]);
    }
    for (size_t i = 0; i < sheet->n_tones; i++) {
        const struct sheet_tone *tone = &sheet->tones[i];
        buf_add_c(buf, "  tone ");
        add_range(buf, tone->first_row, tone->column, tone->last_row, tone->column);
        buf_format(buf, " %s ", STYLE_NAMES[tone->style]);
        buf_add_json(buf, tone->text);
        buf_add_byte(buf, '\n');
    }
}

static void dump_sheet(struct arena *arena, struct buf *buf, const struct sheet *sheet) {
    buf_add_c(buf, "sheet ");
    buf_add_json(buf, sheet->name);
    buf_format(buf, "%s %s header-rows %u", sheet->is_hidden ? " hidden" : "",
               sheet->is_landscape ? "landscape" : "portrait", (unsigned)sheet->header_rows);
    if (sheet->filter_column > 0) {
        buf_format(buf, " filter-column %u", (unsigned)sheet->filter_column);
    }
    buf_add_byte(buf, '\n');
    if (sheet->n_widths > 0) {
        buf_add_c(buf, "  widths");
        for (size_t i = 0; i < sheet->n_widths; i++) {
            buf_add_byte(buf, ' ');
            add_number(buf, sheet->widths[i]);
        }
        buf_add_byte(buf, '\n');
    }
    dump_columns(buf, sheet);
    for (size_t i = 0; i < sheet->n_merges; i++) {
        const struct merge *merge = &sheet->merges[i];
        buf_add_c(buf, "  merge ");
        add_range(buf, merge->first_row, merge->first_column, merge->last_row, merge->last_column);
        buf_add_byte(buf, '\n');
    }
    struct sheet_reader *reader = sheet_read(arena, sheet);
    struct sheet_row row;
    while (sheet_next(reader, &row)) {
        for (size_t i = 0; i < row.n_cells; i++) {
            dump_cell(arena, buf, &row.cells[i]);
        }
    }
    for (size_t i = 0; i < sheet->n_charts; i++) {
        dump_chart(buf, &sheet->charts[i]);
    }
}

struct str sheet_dump(struct arena *arena, const struct workbook *workbook) {
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, "workbook ");
    buf_add_json(&buf, workbook->title);
    buf_add_byte(&buf, ' ');
    buf_add_json(&buf, workbook->author);
    buf_add_byte(&buf, ' ');
    buf_add(&buf, date_to_iso(arena, workbook->date, DATE_DAY));
    if (workbook->mark.len) {
        buf_add_byte(&buf, ' ');
        buf_add_json(&buf, workbook->mark);
    }
    buf_add_byte(&buf, '\n');
    for (size_t i = 0; i < workbook->n_names; i++) {
        const struct workbook_name *name = &workbook->names[i];
        buf_format(&buf, "name %" STR_FMT " ", STR_ARG(name->name));
        buf_add_json(&buf, name->sheet ? name->sheet->name : name->text);
        buf_add_byte(&buf, '\n');
    }
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        dump_sheet(arena, &buf, workbook->sheets[i]);
    }
    return buf_str(&buf);
}
