/* Cuts an address at the names of divisions that a table of them knows. */
#include "intake/address.h"

/* Blanks and signs between the parts. */
static struct str skip_signs(struct str text) {
    static const char signs[] = ",-/.";
    text = str_trim(text);
    while (text.len > 0) {
        size_t i = 0;
        while (signs[i] && signs[i] != text.data[0]) {
            i++;
        }
        if (!signs[i]) {
            break;
        }
        text = str_trim(str_slice(text, 1, text.len));
    }
    return text;
}

static struct str cut(struct str *rest, size_t size) {
    struct str part = str_slice(*rest, 0, size);
    *rest = skip_signs(str_slice(*rest, size, rest->len));
    return part;
}

struct address address_split(const struct regions *regions, struct str text) {
    struct address address = {0};
    struct str rest = skip_signs(text), code = {0};
    const struct region *province = regions_start(regions, REGION_PROVINCE, code, rest);
    if (province) {
        address.province = cut(&rest, province->name.len);
        code = str_slice(province->code, 0, 2);
        /* a municipality is often written twice, as its own city */
        if (str_starts(rest, province->name)) {
            address.city = cut(&rest, province->name.len);
        }
    }
    const struct region *city = regions_start(regions, REGION_CITY, code, rest);
    if (city && address.city.len == 0) {
        address.city = cut(&rest, city->name.len);
        code = str_slice(city->code, 0, 4);
    }
    const struct region *county = regions_start(regions, REGION_COUNTY, code, rest);
    if (county) {
        address.county = cut(&rest, county->name.len);
    }
    address.street = rest;
    return address;
}
