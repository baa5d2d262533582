#include "base/parcel.h"

#include <string.h>

void parcel_add_number(struct buf *buf, size_t number) {
    buf_add_bytes(buf, &number, sizeof number);
}

void parcel_add_text(struct buf *buf, struct str text) {
    parcel_add_number(buf, text.len);
    buf_add(buf, text);
}

bool parcel_cut_number(struct str *bytes, size_t *number) {
    if (bytes->len < sizeof *number) {
        return false;
    }
    memcpy(number, bytes->data, sizeof *number);
    *bytes = str_slice(*bytes, sizeof *number, bytes->len);
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
