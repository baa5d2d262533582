/* Questions to a tree that yaml.c made, with the complaints that depend on who asks. */
#include "base/yaml.h"

const struct yaml *yaml_get(const struct yaml *node, const char *key) {
    if (!node || node->kind != YAML_MAP) {
        return NULL;
    }
    for (size_t i = 0; i < node->n_items; i++) {
        if (str_is(node->keys[i], key)) {
            return node->items[i];
        }
    }
    return NULL;
}

struct str yaml_text(const struct yaml *node, const char *key) {
    const struct yaml *value = yaml_get(node, key);
    return value && value->kind == YAML_SCALAR ? value->text : (struct str){NULL, 0};
}

static void report_value(struct diag *diag, enum diag_id id, const struct yaml *value,
                         const char *key) {
    diag_report(diag,
                &(struct diag_note){id, value->origin, .args = {str_from_c(key), value->text}});
}

/* The scalar or collection of a key, NULL when it is absent or left empty. */
static const struct yaml *given_value(const struct yaml *node, const char *key) {
    const struct yaml *value = yaml_get(node, key);
    return value && (value->kind != YAML_SCALAR || value->text.len) ? value : NULL;
}

int64_t yaml_int(const struct yaml *node, const char *key, int64_t fallback, struct diag *diag) {
    const struct yaml *value = given_value(node, key);
    int64_t number = fallback;
    if (value && (value->kind != YAML_SCALAR || !str_to_int(value->text, &number))) {
        report_value(diag, DIAG_YAML_NUMBER, value, key);
        return fallback;
    }
    return number;
}

bool yaml_bool(const struct yaml *node, const char *key, bool fallback, struct diag *diag) {
    const struct yaml *value = given_value(node, key);
    if (!value) {
        return fallback;
    }
    if (str_is(value->text, "true") || str_is(value->text, "yes")) {
        return true;
    }
    if (!str_is(value->text, "false") && !str_is(value->text, "no")) {
        report_value(diag, DIAG_YAML_BOOL, value, key);
        return fallback;
    }
    return false;
}
