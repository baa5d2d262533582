/* Font files carry a sum for each of their tables: a file cut short or with a byte turned is known
 * before anything is set with it, while its shapes would only look wrong. */
#include <string.h>

#include "layout/text/fonts.h"

/* Bytes of a table's entry in the directory, and before the first. */
#define ENTRY 16
#define HEAD  12
/* What a file begins with: ttcf, and a face 0x00010000, OTTO or true. */
#define COLLECTION 0x74746366U
#define OPENTYPE   0x4F54544FU
#define TRUETYPE   0x74727565U

/* Four bytes as a number; those beyond the end are 0. */
static uint32_t number_at(struct str file, uint64_t at) {
    uint32_t number = 0;
    for (uint64_t i = at; i < at + 4; i++) {
        number = number << 8 | (i < file.len ? (unsigned char)file.data[i] : 0);
    }
    return number;
}

/* The sum of a stretch inside the file as numbers of four bytes, the last one filled up with 0. */
static uint32_t sum_up(struct str file, uint64_t start, uint64_t length) {
    uint32_t sum = 0;
    uint64_t whole = length / 4 * 4;
    for (uint64_t i = 0; i < whole; i += 4) {
        const unsigned char *at = (const unsigned char *)file.data + start + i;
        sum += (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    }
    struct str table = str_slice(file, start, start + length);
    return length > whole ? sum + number_at(table, whole) : sum;
}

/* Where the directory of the face begins; a collection (ttcf) lists one for each. Beyond the end
 * for a face that the collection does not have. */
static uint64_t find_directory(struct str file, unsigned index) {
    if (number_at(file, 0) != COLLECTION) {
        return 0;
    }
    bool is_there = index < number_at(file, 8);
    return is_there ? number_at(file, HEAD + 4 * (uint64_t)index) : file.len;
}

bool sums_find_wrong(struct str file, unsigned index, char tag[5]) {
    uint64_t directory = find_directory(file, index);
    uint32_t kind = number_at(file, directory);
    bool is_font = kind == 0x00010000 || kind == OPENTYPE || kind == TRUETYPE;
    uint32_t n_tables = is_font ? number_at(file, directory + 4) >> 16 : 0;
    bool is_right = true;
    for (uint64_t i = 0; is_right && i < n_tables; i++) {
        uint64_t entry = directory + HEAD + i * ENTRY;
        uint64_t start = number_at(file, entry + 8), length = number_at(file, entry + 12);
        is_right = entry + ENTRY <= file.len && start + length <= file.len;
        for (unsigned k = 0; k < 4; k++) {
            tag[k] = (char)(number_at(file, entry) >> (24 - 8 * k) & 0x7F);
            tag[k] = (char)(tag[k] < ' ' ? '?' : tag[k]);
        }
        tag[4] = '\0';
        if (is_right) {
            /* The sum of `head` leaves out the one of the whole file, which stands in it. */
            uint32_t left_out = strcmp(tag, "head") == 0 ? number_at(file, start + 8) : 0;
            is_right = sum_up(file, start, length) - left_out == number_at(file, entry + 4);
        }
    }
    return !is_right;
}
