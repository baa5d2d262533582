/* templates/columns/options.yaml as it is read by intake and rules alike: every list that a field
 * names is there, and no other. */
#include "model/model.h"

static const struct yaml_shape codes_shape = {
    .kind = YAML_ENTRIES, .entry = YAML_SHAPE(.kind = YAML_NUMBER, .high = INT16_MAX - 1)};
static const struct yaml_shape both_shape = {
    .kind = YAML_ENTRIES,
    .entry = YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = INT16_MAX - 1),
    .low = 2,
    .high = 2};
static const struct yaml_shape option_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("code", YAML_SHAPE(.kind = YAML_NUMBER, .high = INT16_MAX - 1)),
                      YAML_NEED("label", &yaml_some_text), YAML_MAY("codes", &codes_shape),
                      YAML_MAY("both", &both_shape), YAML_MAY("spellings", &yaml_some_texts),
                      YAML_MAY("other", &yaml_some_flag))};
static const struct yaml_shape list_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("options", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &option_shape)),
                  YAML_MAY("coded", &yaml_some_flag), YAML_MAY("ands", &yaml_some_flag),
                  YAML_MAY("with", &yaml_some_texts))};
static const struct yaml_shape lists_shape = {.kind = YAML_NAMED, .entry = &list_shape};

/* The lists that fields name and the file has not. */
static size_t list_absent(const struct yaml *lists, struct str *names) {
    size_t n_names = 0;
    for (size_t i = 0; i < N_FIELDS; i++) {
        const char *name = field_info((enum field)i)->options;
        bool is_noted = !name[0] || yaml_get(lists, name);
        for (size_t k = 0; k < n_names && !is_noted; k++) {
            is_noted = str_is(names[k], name);
        }
        if (!is_noted) {
            names[n_names++] = str_from_c(name);
        }
    }
    return n_names;
}

static bool is_named(struct str list) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        if (str_is(list, field_info((enum field)i)->options)) {
            return true;
        }
    }
    return false;
}

/* Reports each list that no field names, with the nearest of those that are absent. */
static bool check_known(const struct yaml *lists, struct diag *diag) {
    struct str absent[N_FIELDS];
    size_t n_absent = list_absent(lists, absent);
    size_t n_errors = diag_n_errors(diag);
    for (size_t i = 0; i < lists->n_items; i++) {
        if (!is_named(lists->keys[i])) {
            struct str nearest = str_nearest(lists->keys[i], absent, n_absent);
            diag_report(diag, &(struct diag_note){.id = DIAG_YAML_KEY,
                                                  .origin = lists->key_origins[i],
                                                  .args = {lists->keys[i], nearest}});
        }
    }
    return diag_n_errors(diag) == n_errors;
}

static bool check_names(const struct yaml *lists, struct diag *diag) {
    struct str absent[N_FIELDS];
    size_t n_absent = list_absent(lists, absent);
    size_t n_errors = diag_n_errors(diag);
    check_known(lists, diag);
    for (size_t i = 0; i < n_absent && diag_n_errors(diag) == n_errors; i++) {
        diag_report(diag, &(struct diag_note){.id = DIAG_YAML_MISSING,
                                              .origin = lists->origin,
                                              .args = {absent[i]}});
    }
    return diag_n_errors(diag) == n_errors;
}

/* The lists with those of `recoded` in place of the ones of the same name. */
static const struct yaml *replace(struct arena *arena, const struct yaml *lists,
                                  const struct yaml *recoded) {
    struct yaml *merged = ARENA_NEW(arena, struct yaml);
    *merged = *lists;
    merged->items = ARENA_ARRAY(arena, struct yaml *, lists->n_items);
    for (size_t i = 0; i < lists->n_items; i++) {
        merged->items[i] = lists->items[i];
        for (size_t k = 0; k < recoded->n_items; k++) {
            if (str_equal(recoded->keys[k], lists->keys[i])) {
                merged->items[i] = recoded->items[k];
            }
        }
    }
    return merged;
}

const struct yaml *option_lists_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                     struct diag *diag) {
    const struct yaml *lists = shelf_yaml(shelf, "columns/options", edition, &lists_shape, diag);
    if (!lists || !check_names(lists, diag)) {
        return NULL;
    }
    if (!shelf_serves(shelf, "columns/recoded", edition, "yaml")) {
        return lists;
    }
    const struct yaml *recoded = shelf_yaml(shelf, "columns/recoded", edition, &lists_shape, diag);
    return recoded && check_known(recoded, diag) ? replace(arena, lists, recoded) : NULL;
}
