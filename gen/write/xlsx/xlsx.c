/*
 * Workbooks into XLSX files, by libxlsxwriter. The library checks little (1.1.4 lets bad UTF-8,
 * NaN, 30 February and overlapping merges into the file, and does not look whether its temporary
 * parts were written), so everything is checked or made harmless here, and the finished file is
 * read back before it gets its name.
 */
#include "write/write.h"
#include "write/xlsx/xlsx_check.h"
#include "write/xlsx/xlsx_inner.h"
#include "write/xlsx/xlsx_inputs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Type faces every Chinese Windows has; other systems put their own Song and Hei in place. */
#define BODY_FACE  "SimSun"
#define TITLE_FACE "SimHei"

static bool fill(struct press_book *press, const struct workbook *workbook);

static bool fail(struct diag *diag, struct str path, const char *reason) {
    diag_report(diag, &(struct diag_note){
                          .id = DIAG_OUTPUT_FAILED,
                          .args = {path, str_from_c(reason)},
                      });
    return false;
}

/* The library tells a failed write only by errno. */
static bool fail_write(struct diag *diag, struct str path, lxw_error error, int reason) {
    if (reason == ENOSPC || reason == EDQUOT) {
        diag_report(diag, &(struct diag_note){.id = DIAG_OUTPUT_FULL, .args = {path}});
        return false;
    }
    return fail(diag, path, reason != 0 ? strerror(reason) : lxw_strerror(error));
}

static struct str folder_of(struct str path) {
    size_t size = file_last_part(path).len;
    return str_slice(path, 0, path.len > size ? path.len - size - 1 : 0);
}

/* A folder for the library's parts beside the file, so that nothing is left in the system's own
 * temporary folder and the parts fill the disk they are meant for. */
static bool begin_parts(struct arena *arena, struct str temporary, struct diag *diag,
                        struct str *folder) {
    struct str part;
    if (!file_begin(arena, str_concat(arena, temporary, STR(".parts/part")), diag, &part)) {
        return false;
    }
    *folder = folder_of(part);
    return true;
}

/* A book with rows that are not held has them written as they come, which the library does for
 * all sheets of a book or for none. */
static bool is_streamed(const struct workbook *workbook) {
    bool is = false;
    for (size_t i = 0; !is && i < workbook->n_sheets; i++) {
        is = workbook->sheets[i]->rows != NULL;
    }
    return is;
}

/* Where a book is written: the name it gets, the temporary one, the folder of its parts. */
struct places {
    struct str path, temporary, parts;
};

/* Fills the book and closes it, which writes the file, and which alone gives back what the library
 * has opened. Reports what failed under the name `path`. */
static bool write_book(struct arena *arena, const struct workbook *workbook,
                       const struct places *places, size_t *n_rows, struct diag *diag) {
    struct str path = places->path;
    lxw_workbook_options options = {.tmpdir = str_to_c(arena, places->parts),
                                    .constant_memory = is_streamed(workbook)};
    struct press_book press = {.arena = arena, .n_rows = n_rows};
    errno = 0;
    press.book = workbook_new_opt(str_to_c(arena, places->temporary), &options);
    if (press.book == NULL) {
        return fail_write(diag, path, LXW_ERROR_MEMORY_MALLOC_FAILED, 0);
    }
    bool is_filled = fill(&press, workbook);
    int reason = is_filled ? 0 : errno;
    errno = 0;
    lxw_error error = workbook_close(press.book);
    if (press.fault != NULL) {
        return fail(diag, path, press.fault);
    }
    if (!is_filled) {
        return fail_write(diag, path, press.error, reason == ENOSPC ? reason : 0);
    }
    return error == LXW_NO_ERROR || fail_write(diag, path, error, errno);
}

bool write_xlsx(struct arena *arena, const struct workbook *workbook, struct str path,
                struct diag *diag) {
    struct arena *scratch = arena_open_like(arena);
    const char *fault = xlsx_fault(scratch, workbook);
    struct places places = {.path = path};
    struct str place = path;
    bool done = false;
    if (file_last_part(path).len == path.len) {
        place = str_concat(scratch, STR("./"), path);
    }
    if (fault != NULL) {
        fail(diag, path, fault);
    } else if (file_begin(scratch, place, diag, &places.temporary) &&
               begin_parts(scratch, places.temporary, diag, &places.parts)) {
        size_t *n_rows = ARENA_ARRAY(scratch, size_t, workbook->n_sheets);
        const struct xlsx_promise promise = {n_rows, workbook->n_sheets};
        done = write_book(scratch, workbook, &places, n_rows, diag) &&
               xlsx_is_whole(scratch, places.temporary, &promise, path, diag) &&
               file_commit(places.temporary, place, diag);
        file_prune(places.parts, folder_of(places.temporary));
        if (!done) {
            file_remove(places.temporary);
        }
    }
    arena_close(scratch);
    return done;
}

const char *xlsx_clean(struct arena *arena, struct str text) {
    return str_to_c(arena, xlsx_text(arena, text));
}

/* ---- looks ----------------------------------------------------------------------------------- */

/* How a style is drawn. */
struct look {
    /* Number format; NULL for none. */
    const char *number_format;
    /* Shade, 0xRRGGBB; 0 for none. */
    uint32_t shade;
    /* enum lxw_format_alignments. */
    uint8_t align, vertical;
    bool is_bold, has_border, is_title;
};

#define TOP    LXW_ALIGN_VERTICAL_TOP
#define MIDDLE LXW_ALIGN_VERTICAL_CENTER

static const struct look LOOKS[N_STYLES] = {
    [STYLE_BODY] = {NULL, 0, LXW_ALIGN_LEFT, TOP, false, true, false},
    [STYLE_COUNT] = {"#,##0", 0, LXW_ALIGN_RIGHT, TOP, false, true, false},
    [STYLE_PERCENT] = {"0.0%", 0, LXW_ALIGN_RIGHT, TOP, false, true, false},
    [STYLE_MONEY] = {"#,##0.00", 0, LXW_ALIGN_RIGHT, TOP, false, true, false},
    [STYLE_DATE] = {"yyyy-mm-dd", 0, LXW_ALIGN_CENTER, TOP, false, true, false},
    [STYLE_HEADER] = {NULL, 0xDDE5EE, LXW_ALIGN_CENTER, MIDDLE, true, true, false},
    [STYLE_TITLE] = {NULL, 0, LXW_ALIGN_CENTER, MIDDLE, true, false, true},
    [STYLE_NOTE] = {NULL, 0, LXW_ALIGN_LEFT, TOP, false, false, false},
    [STYLE_TOTAL] = {NULL, 0xF1F1F1, LXW_ALIGN_LEFT, TOP, true, true, false},
    [STYLE_TOTAL_COUNT] = {"#,##0", 0xF1F1F1, LXW_ALIGN_RIGHT, TOP, true, true, false},
    [STYLE_TOTAL_PERCENT] = {"0.0%", 0xF1F1F1, LXW_ALIGN_RIGHT, TOP, true, true, false},
    [STYLE_WARNING] = {NULL, 0xFFF2CC, LXW_ALIGN_LEFT, TOP, false, true, false},
    [STYLE_ERROR] = {NULL, 0xF8CBAD, LXW_ALIGN_LEFT, TOP, false, true, false},
    [STYLE_REQUIRED] = {NULL, 0xFFE699, LXW_ALIGN_CENTER, MIDDLE, true, true, false},
    [STYLE_EXAMPLE] = {"@", 0xEDEDED, LXW_ALIGN_LEFT, TOP, false, true, false},
    [STYLE_ENTRY] = {"@", 0, LXW_ALIGN_LEFT, TOP, false, false, false},
    [STYLE_ENTRY_NUMBER] = {NULL, 0, LXW_ALIGN_LEFT, TOP, false, false, false},
};

static lxw_format *add_format(lxw_workbook *book, const struct look *look, bool wraps) {
    lxw_format *format = workbook_add_format(book);
    if (format == NULL) {
        return NULL;
    }
    format_set_font_name(format, look->is_title ? TITLE_FACE : BODY_FACE);
    format_set_font_size(format, look->is_title ? TITLE_SIZE : BODY_SIZE);
    format_set_align(format, look->align);
    format_set_align(format, look->vertical);
    if (wraps) {
        format_set_text_wrap(format);
    }
    if (look->is_bold) {
        format_set_bold(format);
    }
    if (look->has_border) {
        format_set_border(format, LXW_BORDER_THIN);
    }
    if (look->shade != 0) {
        format_set_bg_color(format, look->shade);
    }
    if (look->number_format != NULL) {
        format_set_num_format(format, look->number_format);
    }
    return format;
}

bool xlsx_keep(struct press_book *press, lxw_error error) {
    if (press->error == LXW_NO_ERROR) {
        press->error = error;
    }
    return press->error == LXW_NO_ERROR;
}

/* The filling of a look alone; it costs nothing in a book that does not use it. */
static lxw_format *add_tone(lxw_workbook *book, enum cell_style style) {
    lxw_format *format = workbook_add_format(book);
    if (format != NULL) {
        format_set_bg_color(format, LOOKS[style].shade);
    }
    return format;
}

static bool fill(struct press_book *press, const struct workbook *workbook) {
    for (size_t i = 0; i < N_STYLES; i++) {
        press->formats[i] = add_format(press->book, &LOOKS[i], true);
        if (press->formats[i] == NULL) {
            return xlsx_keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
        }
    }
    struct look loose = LOOKS[STYLE_TITLE];
    loose.align = LXW_ALIGN_LEFT;
    press->loose_title = add_format(press->book, &loose, false);
    press->loose_note = add_format(press->book, &LOOKS[STYLE_NOTE], false);
    press->warning = add_tone(press->book, STYLE_WARNING);
    press->error_tone = add_tone(press->book, STYLE_ERROR);
    if (press->loose_title == NULL || press->loose_note == NULL || press->warning == NULL ||
        press->error_tone == NULL) {
        return xlsx_keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    if (workbook->mark.len) {
        struct str mark = str_replace(press->arena, workbook->mark, STR("&"), STR("&&"));
        press->mark = str_to_c(press->arena, str_concat(press->arena, STR("&C&24 "), mark));
    }
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        if (!xlsx_fill_sheet(press, workbook->sheets[i])) {
            return false;
        }
    }
    xlsx_keep(press, xlsx_write_names(press->arena, press->book, workbook));
    /* Without a creation date the library asks the clock. */
    struct date date = date_valid(workbook->date) ? workbook->date : (struct date){1980, 1, 1};
    lxw_doc_properties properties = {
        .title = str_to_c(press->arena, xlsx_text(press->arena, workbook->title)),
        .author = str_to_c(press->arena, xlsx_text(press->arena, workbook->author)),
        .created = (time_t)(date_to_days(date) * 86400),
    };
    return xlsx_keep(press, workbook_set_properties(press->book, &properties));
}
