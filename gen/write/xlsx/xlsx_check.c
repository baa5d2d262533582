/*
 * What libxlsxwriter does not look at: the book before it is written, and the file afterwards. A
 * part cut short by a full disk must not pass for a book.
 */
#include "write/xlsx/xlsx_check.h"

#include <isa-l.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Excel's bounds. */
#define MAX_ROWS    1048576U
#define MAX_COLUMNS 16384U
#define MAX_TEXT    32767U
#define MAX_FORMULA 8192U

/* ---- faults the library would let pass ------------------------------------------------------- */

static int compare_merges(const void *a, const void *b) {
    const struct merge *one = a, *other = b;
    if (one->first_row != other->first_row) {
        return one->first_row < other->first_row ? -1 : 1;
    }
    return (one->first_column > other->first_column) - (one->first_column < other->first_column);
}

const struct merge *xlsx_sort_merges(struct arena *arena, const struct sheet *sheet) {
    struct merge *merges = ARENA_ARRAY(arena, struct merge, sheet->n_merges);
    for (size_t i = 0; i < sheet->n_merges; i++) {
        merges[i] = sheet->merges[i];
    }
    if (sheet->n_merges > 0) {
        qsort(merges, sheet->n_merges, sizeof *merges, compare_merges);
    }
    return merges;
}

/* Two merges share a cell. Sorted by first row, only those that begin above the end of one can meet
 * it. */
static bool merges_overlap(struct arena *arena, const struct sheet *sheet) {
    const struct merge *merges = xlsx_sort_merges(arena, sheet);
    for (size_t i = 0; i < sheet->n_merges; i++) {
        for (size_t k = i + 1; k < sheet->n_merges && merges[k].first_row <= merges[i].last_row;
             k++) {
            if (merges[k].first_column <= merges[i].last_column &&
                merges[i].first_column <= merges[k].last_column) {
                return true;
            }
        }
    }
    return false;
}

const char *xlsx_cell_fault(const struct cell *cell) {
    if (cell->row >= MAX_ROWS || cell->column >= MAX_COLUMNS) {
        return "cell outside the sheet";
    }
    if ((cell->kind == CELL_NUMBER || cell->kind == CELL_FORMULA) && !isfinite(cell->number)) {
        return "number that is not finite";
    }
    if (cell->kind == CELL_DATE && !date_valid(cell->date)) {
        return "date that does not exist";
    }
    if (cell->kind == CELL_FORMULA &&
        (cell->text.len >= MAX_FORMULA || !utf8_valid(cell->text, NULL))) {
        return "formula too long or not UTF-8";
    }
    return NULL;
}

static const char *find_sheet_fault(struct arena *arena, const struct sheet *sheet) {
    if (sheet->name.len == 0 || !utf8_valid(sheet->name, NULL)) {
        return "sheet name empty or not UTF-8";
    }
    for (size_t i = 0; i < sheet->n_merges; i++) {
        const struct merge *merge = &sheet->merges[i];
        if (merge->first_row > merge->last_row || merge->first_column > merge->last_column ||
            merge->last_row >= MAX_ROWS || merge->last_column >= MAX_COLUMNS) {
            return "merge outside the sheet";
        }
        if (sheet->rows != NULL && merge->first_row != merge->last_row) {
            return "merge over rows that are written one by one";
        }
    }
    return merges_overlap(arena, sheet) ? "merges overlap" : NULL;
}

const char *xlsx_fault(struct arena *arena, const struct workbook *workbook) {
    char digits[8];
    snprintf(digits, sizeof digits, "%.1f", 0.5);
    if (strcmp(digits, "0.5") != 0) {
        return "LC_NUMERIC is not C";
    }
    if (workbook->n_sheets == 0) {
        return "workbook without sheets";
    }
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        const char *fault = find_sheet_fault(arena, workbook->sheets[i]);
        if (fault != NULL) {
            return fault;
        }
    }
    return NULL;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* Text at `offset` reads like Excel's escape of a character, _xHHHH_. */
static bool is_escape(struct str text, size_t offset) {
    if (text.len - offset < 7 || text.data[offset] != '_' || text.data[offset + 1] != 'x' ||
        text.data[offset + 6] != '_') {
        return false;
    }
    for (size_t i = offset + 2; i < offset + 6; i++) {
        char c = text.data[i];
        bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!is_hex) {
            return false;
        }
    }
    return true;
}

/* Nothing of it needs a change: no control, no look-alike of an escape, no cut. */
static bool is_harmless(struct str text) {
    if (text.len > MAX_TEXT || (text.len && memchr(text.data, '_', text.len))) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        /* The non-characters begin with 0xEF 0xBF. */
        if (c == '\r' || c == 0 ||
            (c == 0xEF && i + 1 < text.len && (unsigned char)text.data[i + 1] == 0xBF)) {
            return false;
        }
    }
    return utf8_valid(text, NULL);
}

struct str xlsx_text(struct arena *arena, struct str text) {
    if (is_harmless(text)) {
        return text;
    }
    struct buf buf = {.arena = arena};
    size_t n_units = 0;
    size_t offset = 0;
    while (offset < text.len) {
        bool protect = is_escape(text, offset);
        uint32_t c = utf8_next(text, &offset);
        if (c == '\r') {
            if (offset < text.len && text.data[offset] == '\n') {
                continue;
            }
            c = '\n';
        } else if (c == 0 || c == 0xFFFE || c == 0xFFFF) {
            c = UTF8_BAD;
        }
        size_t n = (protect ? 7U : 0U) + (c > 0xFFFF ? 2U : 1U);
        if (n_units + n > MAX_TEXT - (offset < text.len ? 1U : 0U)) {
            buf_add_code_point(&buf, 0x2026);
            break;
        }
        if (protect) {
            buf_add_c(&buf, "_x005F");
        }
        buf_add_code_point(&buf, c);
        n_units += n;
    }
    return buf_str(&buf);
}

/* ---- parts that were not written ------------------------------------------------------------- */

/*
 * The C library's own, in its place for the whole program, as libxlsxwriter rewinds each temporary
 * part before it reads it again, and that wipes out the mark of a failed write: a piece out of the
 * middle would be missing, under a checksum of what is left. A part that was not written whole is
 * emptied here instead, and an empty part does not pass the check below.
 */
void rewind(FILE *stream) {
    bool is_whole = !ferror(stream) && fflush(stream) == 0;
    if (!is_whole && ftruncate(fileno(stream), 0)) {
        /* It was opened to be read only: then nothing was to be written. */
    }
    fseek(stream, 0, SEEK_SET);
    clearerr(stream);
}

/* ---- the finished file ----------------------------------------------------------------------- */

/* Bytes kept of a part's beginning and end. */
#define EDGE 256

/* A part while it is unpacked. */
struct package_part {
    /* Its first bytes. */
    char head[EDGE];
    size_t head_len;
    /* Its last bytes. */
    char tail[EDGE];
    size_t tail_len;
    /* Checksum of what came out. */
    uint32_t crc;
    /* Ends of rows in it, and how many bytes of one stand at the end of what came out. */
    size_t n_rows, n_matched;
};

static uint32_t get16(const unsigned char *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
}

static uint32_t get32(const unsigned char *bytes) {
    return get16(bytes) | get16(bytes + 2) << 16;
}

/* Counts the ends of rows. */
static void count_rows(struct package_part *part, const char *bytes, size_t size) {
    static const char end[] = "</row>";
    for (size_t i = 0; i < size; i++) {
        if (!part->n_matched) {
            const char *next = memchr(bytes + i, end[0], size - i);
            if (!next) {
                return;
            }
            i = (size_t)(next - bytes);
        }
        part->n_matched =
            bytes[i] == end[part->n_matched] ? part->n_matched + 1 : bytes[i] == end[0];
        if (part->n_matched == sizeof end - 1) {
            part->n_rows++;
            part->n_matched = 0;
        }
    }
}

/* Takes the next piece of an unpacked part. */
static void take(struct package_part *part, const char *bytes, size_t size) {
    size_t n = EDGE - part->head_len < size ? EDGE - part->head_len : size;
    memcpy(part->head + part->head_len, bytes, n);
    part->head_len += n;
    part->crc = crc32_gzip_refl(part->crc, (const unsigned char *)bytes, size);
    count_rows(part, bytes, size);
    if (size >= EDGE) {
        memcpy(part->tail, bytes + size - EDGE, EDGE);
        part->tail_len = EDGE;
        return;
    }
    size_t kept = part->tail_len < EDGE - size ? part->tail_len : EDGE - size;
    memmove(part->tail, part->tail + part->tail_len - kept, kept);
    memcpy(part->tail + kept, bytes, size);
    part->tail_len = kept + size;
}

/* Unpacks a part; a large one piece by piece. */
static bool unpack(const unsigned char *data, uint32_t size, struct package_part *part) {
    unsigned char piece[65536];
    struct inflate_state stream;
    isal_inflate_init(&stream);
    stream.next_in = (uint8_t *)(uintptr_t)data;
    stream.avail_in = size;
    bool is_good = true;
    while (is_good && stream.block_state != ISAL_BLOCK_FINISH) {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        is_good = isal_inflate(&stream) == ISAL_DECOMP_OK;
        size_t n = sizeof piece - stream.avail_out;
        /* that ends before its end */
        is_good = is_good && (n || stream.block_state == ISAL_BLOCK_FINISH);
        take(part, (const char *)piece, n);
    }
    return is_good;
}

/* The part ends with the end tag of its first element, or is that one empty element. */
static bool ends_with_root(const struct package_part *part) {
    struct str head = {part->head, part->head_len};
    struct str tail = str_trim((struct str){part->tail, part->tail_len});
    size_t start = 0;
    while (start + 1 < head.len && (head.data[start] != '<' || head.data[start + 1] == '?')) {
        start++;
    }
    size_t end = start + 1;
    while (end < head.len && strchr(" \t\r\n/>", head.data[end]) == NULL) {
        end++;
    }
    struct str name = str_slice(head, start + 1, end);
    struct str rest = str_slice(tail, 0, tail.len > 0 ? tail.len - 1 : 0);
    bool is_closed = name.len > 0 && str_ends(tail, STR(">")) && str_ends(rest, name) &&
                     str_ends(str_slice(rest, 0, rest.len - name.len), STR("</"));
    bool is_single = str_ends(tail, STR("/>")) && part->head_len < EDGE &&
                     str_find(head, STR("<"), start + 1) == SIZE_MAX;
    return is_closed || is_single;
}

/* What is wrong with the entry whose central header begins at `entry`. */
enum fault { FAULT_NONE, FAULT_CUT, FAULT_DAMAGED };

/* Rows promised for the part of that name. */
static size_t promised_rows(const struct xlsx_promise *promise, struct str name) {
    static const struct str start = STR_INIT("xl/worksheets/sheet"), end = STR_INIT(".xml");
    int64_t number;
    bool is_sheet = str_starts(name, start) && str_ends(name, end) &&
                    str_to_int(str_slice(name, start.len, name.len - end.len), &number) &&
                    number > 0 && (uint64_t)number <= promise->n_sheets;
    return is_sheet ? promise->n_rows[number - 1] : 0;
}

static enum fault check_entry(struct str file, size_t entry, const struct xlsx_promise *promise) {
    const unsigned char *bytes = (const unsigned char *)file.data;
    uint32_t method = get16(bytes + entry + 10);
    uint32_t crc = get32(bytes + entry + 16);
    uint32_t size = get32(bytes + entry + 20);
    uint32_t local = get32(bytes + entry + 42);
    if (file.len < 30 || local > file.len - 30) {
        return FAULT_DAMAGED;
    }
    size_t data = (size_t)local + 30 + get16(bytes + local + 26) + get16(bytes + local + 28);
    if (data > file.len || size > file.len - data || method != 8) {
        return FAULT_DAMAGED;
    }
    struct package_part part = {.crc = 0};
    if (!unpack(bytes + data, size, &part) || part.crc != crc) {
        return FAULT_DAMAGED;
    }
    struct str name = str_slice(file, entry + 46, entry + 46 + get16(bytes + entry + 28));
    bool is_whole = ends_with_root(&part) && part.n_rows >= promised_rows(promise, name);
    return is_whole ? FAULT_NONE : FAULT_CUT;
}

/* Walks the central directory: the end record is the last 22 bytes, as the writer leaves no
 * comment. */
static enum fault check_file(struct str file, const struct xlsx_promise *promise) {
    const unsigned char *bytes = (const unsigned char *)file.data;
    if (file.len < 22 || get32(bytes + file.len - 22) != 0x06054b50) {
        return FAULT_DAMAGED;
    }
    uint32_t n_entries = get16(bytes + file.len - 12);
    size_t entry = get32(bytes + file.len - 6);
    enum fault fault = n_entries > 0 ? FAULT_NONE : FAULT_DAMAGED;
    for (uint32_t i = 0; i < n_entries && fault == FAULT_NONE; i++) {
        if (entry > file.len - 22 || file.len - entry < 46 || get32(bytes + entry) != 0x02014b50) {
            return FAULT_DAMAGED;
        }
        fault = check_entry(file, entry, promise);
        entry += 46 + (size_t)get16(bytes + entry + 28) + get16(bytes + entry + 30) +
                 get16(bytes + entry + 32);
    }
    return fault;
}

bool xlsx_is_whole(struct arena *arena, struct str temporary, const struct xlsx_promise *promise,
                   struct str path, struct diag *diag) {
    struct source source = {.file = path};
    struct str file;
    if (!file_read(arena, temporary, UINT64_C(1) << 31, &source, diag, &file)) {
        return false;
    }
    enum fault fault = check_file(file, promise);
    if (fault == FAULT_CUT) {
        diag_report(diag, &(struct diag_note){.id = DIAG_OUTPUT_FULL, .args = {path}});
    } else if (fault == FAULT_DAMAGED) {
        diag_report(diag, &(struct diag_note){.id = DIAG_OUTPUT_FAILED,
                                              .args = {path, STR("ZIP file not as written")}});
    }
    return fault == FAULT_NONE;
}
