/* Objects of a PDF file, and the table that tells where each begins. */
#include "write/pdf/objects.h"

#include "write/pdf/content.h"
#include "write/pdf/pdftext.h"

/* Bytes that a document of a few pages fills. */
#define USUAL_ROOM ((size_t)192 << 10)
/* Bytes that a number with its words fills at most. */
#define NUMBER_ROOM 64
/* A line of the table (ISO 32000-1, 7.5.4): a place in ten digits, a generation in five, a letter
 * and an end of line of two bytes. */
#define TABLE_LINE 20

void file_open(struct file *file) {
    static const char head[] = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    file->fonts.arena = file->arena;
    file->essence.arena = file->arena;
    make_room(&file->out, USUAL_ROOM);
    buf_add_c(&file->out, head);
    file->catalog = file_reserve(file);
    file->root = file_reserve(file);
}

unsigned file_reserve(struct file *file) {
    ARENA_PUSH(file->arena, file->places, file->n_objects, file->capacity, 0);
    return (unsigned)file->n_objects;
}

/* Appends a number and a text of up to 40 bytes. */
static void add_numbered(struct buf *out, uint64_t number, const char *text) {
    char *start = make_room(out, NUMBER_ROOM);
    char *at = put_digits(start, number);
    while (*text) {
        *at++ = *text++;
    }
    out->len += (size_t)(at - start);
}

void object_begin(struct file *file, unsigned number) {
    file->places[number - 1] = file->out.len;
    add_numbered(&file->out, number, " 0 obj\n<<");
}

void object_end(struct file *file) {
    buf_add_bytes(&file->out, ">>\nendobj\n", 10);
}

unsigned file_add_object(struct file *file, struct str entries) {
    unsigned number = file_reserve(file);
    object_begin(file, number);
    buf_add(&file->out, entries);
    object_end(file);
    return number;
}

char *object_begin_stream(struct file *file, struct str entries, size_t size) {
    object_begin(file, file_reserve(file));
    buf_add(&file->out, entries);
    buf_add_c(&file->out, "/Length ");
    add_numbered(&file->out, size, ">>\nstream\n");
    char *at = make_room(&file->out, size);
    file->out.len += size;
    return at;
}

void object_end_stream(struct file *file) {
    buf_add_c(&file->out, "\nendstream\nendobj\n");
}

unsigned file_add_stream(struct file *file, struct str entries, struct str stream) {
    str_put(object_begin_stream(file, entries, stream.len), stream);
    object_end_stream(file);
    return (unsigned)file->n_objects;
}

void file_note_essence(struct file *file, size_t start) {
    buf_add(&file->essence, str_slice(buf_str(&file->out), start, file->out.len));
}

void file_add_reference(struct buf *out, const char *key, unsigned number) {
    buf_add_c(out, key);
    buf_add_byte(out, ' ');
    add_numbered(out, number, " 0 R");
}

/* Writes a line of the table: an object in use. */
static void put_line(char *line, size_t place) {
    for (int i = 9; i >= 0; i--) {
        line[i] = (char)('0' + place % 10);
        place /= 10;
    }
    memcpy(line + 10, " 00000 n\r\n", 10);
}

void file_close(struct file *file, struct str entries) {
    struct buf *out = &file->out;
    size_t start = out->len;
    buf_add_c(out, "xref\n0 ");
    add_numbered(out, file->n_objects + 1, "\n0000000000 65535 f\r\n");
    char *lines = make_room(out, file->n_objects * TABLE_LINE);
    for (size_t i = 0; i < file->n_objects; i++) {
        put_line(lines + i * TABLE_LINE, file->places[i]);
    }
    out->len += file->n_objects * TABLE_LINE;
    buf_add_c(out, "trailer\n<<");
    file_add_reference(out, "/Root", file->catalog);
    file_add_reference(out, "/Info", file->info);
    buf_add_c(out, "/Size ");
    add_numbered(out, file->n_objects + 1, "");
    buf_add(out, entries);
    buf_add_c(out, ">>\nstartxref\n");
    add_numbered(out, start, "\n%%EOF\n");
}

void file_add_destination(const struct file *file, size_t page, int32_t y, struct buf *entries) {
    file_add_reference(entries, "/Dest[", file->pages[page]);
    int64_t top = (int64_t)file->document->pages[page]->height - y;
    buf_add_c(entries, "/XYZ null ");
    add_number(entries, to_hundredths(top), 2, " null]");
}

void file_add_text(struct buf *out, const char *key, struct str text) {
    if (text.len) {
        buf_add_c(out, key);
        buf_add_c(out, "<FEFF");
        add_utf16_hex(out, text);
        buf_add_byte(out, '>');
    }
}
