/* Sheets of our workbooks all begin alike: title in row 1, columns in row 2, data from row 3. */
#include "docs/room.h"

#include <string.h>

/* Characters of a sheet's name at most. */
#define LONGEST_NAME 31

static bool is_sheet_name(const struct yaml_shape *shape, struct str text) {
    (void)shape;
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("[]:*?/\\", text.data[i]) || (unsigned char)text.data[i] < ' ') {
            return false;
        }
    }
    return utf8_count(text) <= LONGEST_NAME && !str_starts(text, STR("'")) &&
           !str_ends(text, STR("'"));
}

const struct yaml_shape docs_sheet_name = {
    .kind = YAML_TEXT, .fits = is_sheet_name, .example = "1-31, no []:*?/\\"};

struct sheet *docs_open_sheet(struct arena *arena, struct workbook *workbook, struct str name,
                              struct str title, const struct str *columns, size_t n_columns) {
    struct sheet *sheet = sheet_add(arena, workbook, name);
    uint32_t n = (uint32_t)n_columns;
    sheet->header_rows = DOCS_FIRST_ROW;
    sheet->is_landscape = true;
    sheet_text(arena, sheet, 0, 0, title, STYLE_TITLE);
    if (n > 1) {
        sheet_merge(arena, sheet, (struct merge){0, 0, 0, n - 1});
    }
    for (uint32_t i = 0; i < n; i++) {
        sheet_text(arena, sheet, 1, i, columns[i], STYLE_HEADER);
    }
    return sheet;
}

struct sheet *docs_add_sheet(struct arena *arena, struct workbook *workbook, struct str name,
                             struct str title, const struct yaml *columns) {
    struct str *names = ARENA_ARRAY(arena, struct str, columns->n_items);
    for (size_t i = 0; i < columns->n_items; i++) {
        names[i] = columns->items[i]->text;
    }
    return docs_open_sheet(arena, workbook, name, title, names, columns->n_items);
}
