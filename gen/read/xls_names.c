/* Names that this program hides in workbooks, as an xls keeps them (2.4.150, 2.4.105). */
#include "read/xls.h"

/* Names of ours that are read, and bytes of one. */
enum { MOST_NAMES = 64, LONGEST_NAME = 64 };
/* Offsets in a name record. */
enum { AT_NAME_LENGTH = 3, AT_NAME = 14 };
/* Parts of a formula: a text, a place on a sheet in its three classes (2.5.198). */
enum { TOKEN_TEXT = 0x17, TOKEN_PLACE = 0x3A, TOKEN_MASK = 0x1F };

void xls_note_references(struct xls *xls, const struct xls_record *record) {
    enum { SIZE = 6 };
    size_t n = bytes_u16(record->data, 0), n_there = record->data.len / SIZE;
    n = n < n_there ? n : n_there;
    if (xls->is_old || xls->references) {
        return;
    }
    xls->references = ARENA_ARRAY(xls->scratch, uint32_t, n);
    for (; xls->n_references < n; xls->n_references++) {
        size_t at = 2 + xls->n_references * SIZE;
        xls->references[xls->n_references] = bytes_u16(record->data, at + 2);
    }
}

/* What a name stands for: "a text", or the sheet of a place. */
static struct str meaning_of(const struct xls *xls, const struct xls_record *record, size_t at) {
    unsigned token = bytes_u8(record->data, at);
    struct buf text = {.arena = xls->scratch};
    if (token == TOKEN_TEXT) {
        struct xls_strand strand = xls_strand_of(xls, record, at + 2);
        bool is_read = xls_strand_characters(xls, &strand, bytes_u8(record->data, at + 1), &text);
        return is_read ? buf_str(&text) : (struct str){0};
    }
    bool is_place = token >= TOKEN_PLACE && (token & TOKEN_MASK) == (TOKEN_PLACE & TOKEN_MASK);
    size_t reference = bytes_u16(record->data, at + 1);
    size_t sheet =
        is_place && reference < xls->n_references ? xls->references[reference] : SIZE_MAX;
    return sheet < xls->n_entries ? xls->entries[sheet].name : (struct str){0};
}

void xls_note_name(struct xls *xls, const struct xls_record *record, struct read_book *book) {
    size_t n = bytes_u8(record->data, AT_NAME_LENGTH);
    struct buf text = {.arena = xls->scratch};
    struct xls_strand strand = xls_strand_of(xls, record, AT_NAME);
    if (xls->is_old || n > LONGEST_NAME || book->n_names == MOST_NAMES ||
        !xls_strand_characters(xls, &strand, n, &text) ||
        !str_starts(buf_str(&text), STR(READ_OWN_NAMES)) || strand.at < record->at) {
        return;
    }
    size_t formula = strand.at - record->at;
    struct read_name name = {buf_str(&text), meaning_of(xls, record, formula)};
    ARENA_PUSH(xls->scratch, book->names, book->n_names, book->names_capacity, name);
}
