/* A sheet written by hand, as the library writes whole books only. */
#include "write/returned/list.h"

#include <stdio.h>
#include <stdlib.h>

#include "write/xlsx/xlsx_check.h"

/* Serial number of 1970-01-01, days counting so from March of 1900 on; how much less it is where
 * they count from 1904. */
enum { SERIAL_1970 = 25569, DAYS_1904 = 1462 };

/* A sheet being written. */
struct list_writer {
    struct arena *arena;
    struct buf buf;
    struct styles *styles;
    const struct sheet *sheet;
    const struct mark_link *links;
    size_t n_links;
    /* The sheet's merges in the order of its cells, and the first that is not behind the cell at
     * hand. */
    const struct merge *merges;
    size_t next_merge;
    uint32_t last_row;
    /* Serial number of 1970-01-01. */
    int first_day;
};

static const struct mark_link *find_link(const struct list_writer *writer,
                                         const struct cell *cell) {
    for (size_t low = 0, high = writer->n_links; low < high;) {
        size_t middle = low + (high - low) / 2;
        const struct mark_link *link = &writer->links[middle];
        if (link->row == cell->row && link->column == cell->column) {
            return link;
        }
        bool is_before =
            link->row < cell->row || (link->row == cell->row && link->column < cell->column);
        low = is_before ? middle + 1 : low;
        high = is_before ? high : middle;
    }
    return NULL;
}

struct str list_filter(struct arena *arena, const struct sheet *sheet) {
    struct sheet_reader *reader = sheet_read(arena, sheet);
    struct sheet_row row;
    uint32_t last_row = 0;
    while (sheet_next(reader, &row)) {
        last_row = row.cells->row;
    }
    if (!sheet->filter_column || !sheet->header_rows || last_row + 1 < sheet->header_rows) {
        return (struct str){0};
    }
    struct str column = sheet_cell_name(arena, 0, sheet->filter_column);
    return str_format(arena, "$A$%u:$%" STR_FMT "$%u", (unsigned)sheet->header_rows,
                      STR_ARG(str_slice(column, 0, column.len - 1)), (unsigned)last_row + 1);
}

static struct str place(const struct list_writer *writer, uint32_t row, uint32_t column) {
    return sheet_cell_name(writer->arena, row, column);
}

static void write_views(struct list_writer *writer) {
    uint32_t n = writer->sheet->header_rows;
    buf_add_c(&writer->buf, "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">");
    if (n > 0) {
        struct str top = place(writer, n, 0);
        buf_format(&writer->buf,
                   "<pane ySplit=\"%u\" topLeftCell=\"%" STR_FMT
                   "\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                   "<selection pane=\"bottomLeft\"/>",
                   (unsigned)n, STR_ARG(top));
    }
    buf_add_c(&writer->buf, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"16.5\"/>");
}

static void write_columns(struct list_writer *writer) {
    const struct sheet *sheet = writer->sheet;
    buf_add_c(&writer->buf, sheet->n_widths ? "<cols>" : "");
    for (size_t i = 0; i < sheet->n_widths; i++) {
        double width = sheet->widths[i];
        buf_format(&writer->buf,
                   "<col min=\"%zu\" max=\"%zu\" width=\"%.15g\" customWidth=\"1\"%s/>", i + 1,
                   i + 1, width > 0 ? width : 8.0, width < 0 ? " hidden=\"1\"" : "");
    }
    buf_add_c(&writer->buf, sheet->n_widths ? "</cols>" : "");
}

/* To the last bit, which a number behind a day may need. */
static void write_number(struct list_writer *writer, double number) {
    char text[32];
    snprintf(text, sizeof text, "%.15g", number);
    double read = strtod(text, NULL);
    bool is_said = !(read < number) && !(read > number);
    buf_format(&writer->buf, is_said ? "><v>%.15g</v></c>" : "><v>%.17g</v></c>", number);
}

static void write_cell(struct list_writer *writer, const struct cell *cell) {
    struct str name = place(writer, cell->row, cell->column);
    size_t style = find_link(writer, cell) ? styles_of_link(writer->styles)
                                           : styles_of(writer->styles, cell->style, cell->format);
    buf_format(&writer->buf, "<c r=\"%" STR_FMT "\" s=\"%zu\"", STR_ARG(name), style);
    if (cell->kind == CELL_NUMBER) {
        write_number(writer, cell->number);
    } else if (cell->kind == CELL_DATE) {
        buf_format(&writer->buf, "><v>%lld</v></c>",
                   (long long)date_to_days(cell->date) + writer->first_day);
    } else if (cell->kind == CELL_BOOL) {
        buf_format(&writer->buf, " t=\"b\"><v>%d</v></c>", str_is(cell->text, "TRUE"));
    } else if (cell->kind == CELL_ERROR) {
        buf_format(&writer->buf, " t=\"e\"><v>%" STR_FMT "</v></c>", STR_ARG(cell->text));
    } else if (cell->kind == CELL_TEXT) {
        buf_add_c(&writer->buf, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        xml_add(&writer->buf, xlsx_text(writer->arena, cell->text));
        buf_add_c(&writer->buf, "</t></is></c>");
    } else {
        buf_add_c(&writer->buf, "/>");
    }
}

/* The merge that begins at a cell; NULL for none. Cells come in the order of the merges. */
static const struct merge *merge_of(struct list_writer *writer, const struct cell *cell) {
    const struct merge *merges = writer->merges;
    size_t n = writer->sheet->n_merges, *next = &writer->next_merge;
    while (*next < n &&
           (merges[*next].first_row < cell->row ||
            (merges[*next].first_row == cell->row && merges[*next].first_column < cell->column))) {
        (*next)++;
    }
    bool is_its = *next < n && merges[*next].first_row == cell->row &&
                  merges[*next].first_column == cell->column;
    return is_its ? &merges[*next] : NULL;
}

/* Width of a cell in characters, with what is merged with it; 0 for one whose text may run over. */
static double width_of(struct list_writer *writer, const struct cell *cell) {
    const struct sheet *sheet = writer->sheet;
    const struct merge *merge = merge_of(writer, cell);
    uint32_t last = merge ? merge->last_column : cell->column;
    if (!merge && (cell->style == STYLE_NOTE || cell->style == STYLE_TITLE)) {
        return 0;
    }
    double width = 0;
    for (uint32_t column = cell->column; column <= last; column++) {
        double one = column < sheet->n_widths ? sheet->widths[column] : 8;
        width += one > 0 ? one : 0;
    }
    return width;
}

/* Not every program fits rows to wrapped cells when it opens a file, and none to merged ones: the
 * height in points that holds all cells of the row whole. */
static double height_of(struct list_writer *writer, const struct sheet_row *row) {
    enum { MOST_LINES = 24 };
    double height = 0;
    for (size_t i = 0; i < row->n_cells; i++) {
        const struct cell *cell = &row->cells[i];
        double width = cell->kind == CELL_TEXT ? width_of(writer, cell) : 0;
        if (width > 0) {
            double lines = (double)utf8_text_width(cell->text) * 1.1 / width;
            lines = lines < MOST_LINES ? (double)(unsigned)lines : MOST_LINES;
            double one = 16.5 * (1 + lines) + (cell->row < writer->sheet->header_rows ? 6 : 0);
            height = one > height ? one : height;
        }
    }
    return height;
}

static void write_rows(struct list_writer *writer) {
    struct sheet_reader *reader = sheet_read(writer->arena, writer->sheet);
    struct sheet_row row;
    buf_add_c(&writer->buf, "<sheetData>");
    while (sheet_next(reader, &row)) {
        writer->last_row = row.cells->row;
        double height = height_of(writer, &row);
        buf_format(&writer->buf, "<row r=\"%u\"", (unsigned)row.cells->row + 1);
        if (height > 0) {
            buf_format(&writer->buf, " ht=\"%.15g\" customHeight=\"1\"", height);
        }
        buf_add_c(&writer->buf, ">");
        for (size_t i = 0; i < row.n_cells; i++) {
            write_cell(writer, &row.cells[i]);
        }
        buf_add_c(&writer->buf, "</row>");
    }
    buf_add_c(&writer->buf, "</sheetData>");
}

static void write_filter(struct list_writer *writer) {
    const struct sheet *sheet = writer->sheet;
    if (sheet->filter_column > 0 && sheet->header_rows > 0) {
        struct str first = place(writer, sheet->header_rows - 1, 0);
        struct str last = place(writer, writer->last_row, sheet->filter_column);
        buf_format(&writer->buf, "<autoFilter ref=\"%" STR_FMT ":%" STR_FMT "\"/>", STR_ARG(first),
                   STR_ARG(last));
    }
}

static void write_merges(struct list_writer *writer) {
    const struct sheet *sheet = writer->sheet;
    buf_add_c(&writer->buf, sheet->n_merges ? "<mergeCells>" : "");
    for (size_t i = 0; i < sheet->n_merges; i++) {
        const struct merge *merge = &sheet->merges[i];
        struct str first = place(writer, merge->first_row, merge->first_column);
        struct str last = place(writer, merge->last_row, merge->last_column);
        buf_format(&writer->buf, "<mergeCell ref=\"%" STR_FMT ":%" STR_FMT "\"/>", STR_ARG(first),
                   STR_ARG(last));
    }
    buf_add_c(&writer->buf, sheet->n_merges ? "</mergeCells>" : "");
}

static void write_inputs(struct list_writer *writer) {
    const struct sheet *sheet = writer->sheet;
    buf_add_c(&writer->buf, sheet->n_inputs ? "<dataValidations>" : "");
    for (size_t i = 0; i < sheet->n_inputs; i++) {
        const struct sheet_input *input = &sheet->inputs[i];
        struct str first = place(writer, input->first_row, input->column);
        struct str last = place(writer, input->last_row, input->column);
        struct str column = place(writer, 0, input->choices_column);
        column = str_slice(column, 0, column.len - 1);
        struct str title = xml_escape(writer->arena, input->title);
        struct str message = xml_escape(writer->arena, input->message);
        buf_format(&writer->buf,
                   "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" "
                   "showErrorMessage=\"%d\" promptTitle=\"%" STR_FMT "\" prompt=\"%" STR_FMT
                   "\" sqref=\"%" STR_FMT ":%" STR_FMT "\">",
                   input->is_strict, STR_ARG(title), STR_ARG(message), STR_ARG(first),
                   STR_ARG(last));
        buf_format(&writer->buf,
                   "<formula1>$%" STR_FMT "$%u:$%" STR_FMT "$%u</formula1></dataValidation>",
                   STR_ARG(column), (unsigned)input->first_choice + 1, STR_ARG(column),
                   (unsigned)input->last_choice + 1);
    }
    buf_add_c(&writer->buf, sheet->n_inputs ? "</dataValidations>" : "");
}

static void write_links(struct list_writer *writer) {
    buf_add_c(&writer->buf, writer->n_links ? "<hyperlinks>" : "");
    for (size_t i = 0; i < writer->n_links; i++) {
        const struct mark_link *link = &writer->links[i];
        struct str from = place(writer, link->row, link->column);
        struct str to = place(writer, link->to_row - 1, link->to_column - 1);
        struct str sheet = str_replace(writer->arena, link->sheet, STR("'"), STR("''"));
        buf_format(&writer->buf, "<hyperlink ref=\"%" STR_FMT "\" location=\"'", STR_ARG(from));
        xml_add(&writer->buf, sheet);
        buf_format(&writer->buf, "'!%" STR_FMT "\"/>", STR_ARG(to));
    }
    buf_add_c(&writer->buf, writer->n_links ? "</hyperlinks>" : "");
}

struct str list_text(struct arena *arena, struct styles *styles, const struct sheet *sheet,
                     const struct mark_link *links, size_t n_links, bool is_1904) {
    struct list_writer writer = {.arena = arena,
                                 .buf = {.arena = arena},
                                 .styles = styles,
                                 .sheet = sheet,
                                 .merges = xlsx_sort_merges(arena, sheet),
                                 .links = links,
                                 .n_links = n_links,
                                 .first_day = is_1904 ? SERIAL_1970 - DAYS_1904 : SERIAL_1970};
    buf_add_c(&writer.buf, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                           "<worksheet xmlns=\"http://schemas.openxmlformats.org/"
                           "spreadsheetml/2006/main\"><sheetPr><pageSetUpPr "
                           "fitToPage=\"1\"/></sheetPr>");
    write_views(&writer);
    write_columns(&writer);
    write_rows(&writer);
    write_filter(&writer);
    write_merges(&writer);
    write_inputs(&writer);
    write_links(&writer);
    buf_add_c(&writer.buf, "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" "
                           "header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" "
                           "orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    return buf_str(&writer.buf);
}
