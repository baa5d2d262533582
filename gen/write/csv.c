/* Sheets into CSV text: what scripts and the next run read. */
#include "write/write.h"

/* The plainest text of a cell: no thousands separators, no percent sign. */
static struct str cell_text(struct arena *arena, const struct cell *cell) {
    switch (cell->kind) {
    case CELL_TEXT:
        return cell->text;
    case CELL_NUMBER:
    case CELL_FORMULA:
        return str_format(arena, "%.15g", cell->number);
    case CELL_DATE:
        return date_to_iso(arena, cell->date, DATE_DAY);
    case CELL_BLANK:
        break;
    }
    return (struct str){0};
}

struct str write_csv(struct arena *arena, const struct sheet *sheet) {
    struct buf buf = {.arena = arena};
    uint32_t last_column = 0;
    for (size_t i = 0; i < sheet->n_cells; i++) {
        uint32_t column = sheet->cells[i].column;
        last_column = column > last_column ? column : last_column;
    }
    uint32_t n_rows = sheet->n_cells > 0 ? sheet->cells[sheet->n_cells - 1].row + 1 : 0;
    size_t next = 0;
    for (uint32_t row = 0; row < n_rows; row++) {
        for (uint32_t column = 0; column <= last_column; column++) {
            if (column > 0) {
                buf_add_byte(&buf, ',');
            }
            const struct cell *cell = next < sheet->n_cells ? &sheet->cells[next] : NULL;
            if (cell != NULL && cell->row == row && cell->column == column) {
                csv_add_field(&buf, cell_text(arena, cell));
                next++;
            }
        }
        buf_add_byte(&buf, '\n');
    }
    return buf_str(&buf);
}
