/* make_big KIND ROWS COLUMNS FILE: a large table as institutions and exporters write them, the same
 * in each KIND: xlsx, xls, csv (UTF-8) or gbk. A row holds a number, names of few and of many
 * values, a long text of its own, a day, an identifier of 18 digits as text, and numbers; beyond
 * fifteen columns they come again. */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "read/make_xls.h"
#include "read/make_xlsx.h"

/* A value; numbers are text too. */
struct value {
    enum { IS_TEXT, IS_NUMBER, IS_DAY } kind;
    char text[160];
};

/* The table. */
struct table {
    struct arena *arena;
    unsigned n_rows, n_columns;
};

static void give_up(size_t size) {
    fprintf(stderr, "out of memory: %zu bytes\n", size);
    exit(2);
}

static struct value value_of(unsigned row, unsigned column) {
    static const char *const levels[] = {"第二级", "第三级", "未定级"};
    static const char *const kinds[] = {"生产作业", "指挥调度", "管理控制", "内部办公", "公众服务"};
    struct value value = {.kind = IS_TEXT};
    char *text = value.text;
    size_t size = sizeof value.text;
    switch (column % 15) {
    case 0:
        value.kind = IS_NUMBER;
        snprintf(text, size, "%u", row);
        break;
    case 1:
        snprintf(text, size, "江西省第%u人民医院", row / 5 % 4000 + 1);
        break;
    case 2:
        snprintf(text, size, "住院与门诊信息系统%u", row);
        break;
    case 3:
        snprintf(text, size, "%s", levels[row % 3]);
        break;
    case 4:
        snprintf(text, size, "%s", kinds[row % 5]);
        break;
    case 5:
        snprintf(text, size, "为第%u个科室提供挂号、收费、医嘱和病历等业务的信息处理服务",
                 row % 5000);
        break;
    case 6:
        value.kind = IS_DAY;
        snprintf(text, size, "%u", 40000 + row % 3000);
        break;
    case 7:
        snprintf(text, size, "3601021990%08u", row);
        break;
    case 8:
    case 9:
        snprintf(text, size, "%s", row % 2 ? "是" : "否");
        break;
    default:
        value.kind = IS_NUMBER;
        snprintf(text, size, column % 2 ? "%u.%02u" : "%u", row * (column % 15) % 100000,
                 row % 97 + 1);
    }
    return value;
}

/* The name of a column, behind what is in the buffer. */
static void add_column(struct buf *buf, unsigned column) {
    if (column >= 26) {
        add_column(buf, column / 26 - 1);
    }
    buf_add_byte(buf, (unsigned char)('A' + column % 26));
}

/* Texts that cells share, in the order of their numbers. */
struct strings {
    struct dictionary *numbers;
    struct buf xml;
    struct str *items;
    size_t n_items, capacity;
};

/* The number of a shared text, which is new or known. */
static size_t number_of(struct arena *arena, struct strings *strings, struct str text) {
    size_t known;
    if (dictionary_get(strings->numbers, text, &known)) {
        return known;
    }
    text = str_copy(arena, text);
    dictionary_put(strings->numbers, text, strings->n_items);
    buf_format(&strings->xml, "<si><t>%" STR_FMT "</t></si>", STR_ARG(text));
    ARENA_PUSH(arena, strings->items, strings->n_items, strings->capacity, text);
    return strings->n_items - 1;
}

static struct str make_xlsx_table(const struct table *table) {
    struct buf sheet = {.arena = table->arena};
    struct strings strings = {.numbers = dictionary_open(table->arena), .xml.arena = table->arena};
    buf_add_c(&sheet, "<sheetData>");
    for (unsigned row = 1; row <= table->n_rows; row++) {
        buf_format(&sheet, "<row r=\"%u\" spans=\"1:%u\">", row, table->n_columns);
        for (unsigned column = 0; column < table->n_columns; column++) {
            struct value value = value_of(row, column);
            buf_add_c(&sheet, "<c r=\"");
            add_column(&sheet, column);
            if (value.kind == IS_TEXT) {
                size_t number = number_of(table->arena, &strings, str_from_c(value.text));
                buf_format(&sheet, "%u\" s=\"1\" t=\"s\"><v>%zu</v></c>", row, number);
            } else {
                buf_format(&sheet, "%u\" s=\"%c\"><v>%s</v></c>", row,
                           value.kind == IS_DAY ? '2' : '1', value.text);
            }
        }
        buf_add_c(&sheet, "</row>");
    }
    buf_add(&sheet, STR("</sheetData>\0"));
    buf_add(&strings.xml, STR("\0"));
    return make_book(
        (struct make_book){.has_types = true,
                           .sheet = sheet.data,
                           .strings = strings.xml.data,
                           .styles = "<cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"0\"/>"
                                     "<xf numFmtId=\"14\"/></cellXfs>"});
}

static struct str make_csv_table(const struct table *table) {
    struct buf text = {.arena = table->arena};
    for (unsigned row = 1; row <= table->n_rows; row++) {
        for (unsigned column = 0; column < table->n_columns; column++) {
            struct value value = value_of(row, column);
            buf_add_c(&text, column ? "," : "");
            buf_add_c(&text, value.text);
        }
        buf_add_c(&text, "\r\n");
    }
    return buf_str(&text);
}

static struct str to_gbk(struct arena *arena, struct str text) {
    iconv_t handle = iconv_open("GB18030", "UTF-8");
    char *in = (char *)(uintptr_t)text.data, *out = arena_alloc(arena, text.len * 2, 1);
    size_t in_left = text.len, out_left = text.len * 2;
    struct str result = {out, 0};
    iconv(handle, &in, &in_left, &out, &out_left);
    iconv_close(handle);
    result.len = text.len * 2 - out_left;
    return result;
}

/* Records LABELSST, NUMBER and, at first, the texts and two formats (MS-XLS 2.4). */
static struct str make_xls_table(const struct table *table) {
    enum { LABELSST = 0xFD, NUMBER = 0x203, SST = 0xFC, XF = 0xE0 };
    struct buf rows = {.arena = table->arena}, texts = {.arena = table->arena};
    struct buf globals = {.arena = table->arena};
    struct strings strings = {.numbers = dictionary_open(table->arena), .xml.arena = table->arena};
    for (unsigned row = 0; row < table->n_rows; row++) {
        for (unsigned column = 0; column < table->n_columns; column++) {
            struct value value = value_of(row + 1, column);
            bool is_text = value.kind == IS_TEXT;
            make_u16(&rows, is_text ? LABELSST : NUMBER);
            make_u16(&rows, is_text ? 10 : 14);
            make_u16(&rows, row);
            make_u16(&rows, column);
            make_u16(&rows, value.kind == IS_DAY);
            if (is_text) {
                make_u32(&rows,
                         (uint32_t)number_of(table->arena, &strings, str_from_c(value.text)));
            } else {
                make_f64(&rows, strtod(value.text, NULL));
            }
        }
    }
    for (unsigned i = 0; i < 2; i++) {
        MAKE_WORDS(&globals, XF, 0, i ? 14 : 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    make_u32(&texts, (uint32_t)strings.n_items);
    make_u32(&texts, (uint32_t)strings.n_items);
    size_t next = 0;
    unsigned type = SST;
    while (next < strings.n_items || type == SST) {
        while (next < strings.n_items && texts.len < 8000) {
            make_u16(&texts, (unsigned)make_n_units(strings.items[next]));
            make_characters(&texts, strings.items[next++]);
        }
        make_record(&globals, type, buf_str(&texts));
        texts.len = 0;
        type = 0x3C;
    }
    const struct make_xls_sheet sheet = {.name = "Sheet1", .records = buf_str(&rows)};
    return make_xls(table->arena, &(struct make_xls){
                                      .after = buf_str(&globals), .sheets = &sheet, .n_sheets = 1});
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "make_big KIND ROWS COLUMNS FILE\n");
        return 2;
    }
    struct table table = {arena_open(give_up), (unsigned)strtoul(argv[2], NULL, 10),
                          (unsigned)strtoul(argv[3], NULL, 10)};
    bool is_gbk = strcmp(argv[1], "gbk") == 0;
    struct str bytes = strcmp(argv[1], "xlsx") == 0  ? make_xlsx_table(&table)
                       : strcmp(argv[1], "xls") == 0 ? make_xls_table(&table)
                                                     : make_csv_table(&table);
    bytes = is_gbk ? to_gbk(table.arena, bytes) : bytes;
    FILE *file = fopen(argv[4], "wb");
    bool is_written = file && fwrite(bytes.data, 1, bytes.len, file) == bytes.len;
    if (!file || fclose(file) != 0 || !is_written) {
        perror(argv[4]);
        return 1;
    }
    arena_close(table.arena);
    return 0;
}
