#include "base/parcel.h"

enum { NUMBER_SIZE = 8 };

void parcel_add_number(struct buf *buf, uint64_t number) {
    char bytes[NUMBER_SIZE];
    for (size_t i = 0; i < NUMBER_SIZE; i++) {
        bytes[i] = (char)(unsigned char)(number >> (8 * i));
    }
    buf_add_bytes(buf, bytes, sizeof bytes);
}

void parcel_add_text(struct buf *buf, struct str text) {
    parcel_add_number(buf, text.len);
    buf_add(buf, text);
}

bool parcel_cut_number(struct str *bytes, size_t *number) {
    uint64_t sum = 0;
    if (bytes->len < NUMBER_SIZE) {
        return false;
    }
    for (size_t i = 0; i < NUMBER_SIZE; i++) {
        sum |= (uint64_t)(unsigned char)bytes->data[i] << (8 * i);
    }
    *number = (size_t)sum;
    *bytes = str_slice(*bytes, NUMBER_SIZE, bytes->len);
    return true;
}

bool parcel_cut_text(struct str *bytes, struct str *text) {
    size_t size;
    if (!parcel_cut_number(bytes, &size) || size > bytes->len) {
        return false;
    }
    *text = str_slice(*bytes, 0, size);
    *bytes = str_slice(*bytes, size, bytes->len);
    return true;
}
