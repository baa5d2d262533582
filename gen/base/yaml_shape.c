/* Trees held against their shapes: every complaint about the form of a data file comes from here.
 */
#include "base/yaml.h"

/* Names proposed for a wrong key at most. */
#define MOST_NAMES 128

const struct yaml_shape yaml_anything = {.kind = YAML_ANYTHING};
const struct yaml_shape yaml_some_text = {.kind = YAML_TEXT};
const struct yaml_shape yaml_any_text = {.kind = YAML_TEXT, .may_be_empty = true};
const struct yaml_shape yaml_some_flag = {.kind = YAML_FLAG};
const struct yaml_shape yaml_some_texts = {.kind = YAML_ENTRIES, .entry = &yaml_some_text};

/* What is being checked. */
struct checker {
    struct diag *diag;
    /* Nothing was reported. */
    bool is_good;
};

static void check(struct checker *checker, struct str name, const struct yaml *node,
                  const struct yaml_shape *shape);

/* ---- complaints ------------------------------------------------------------------------------ */

static void complain(struct checker *checker, enum diag_id id, struct origin origin,
                     const struct str args[3]) {
    diag_report(
        checker->diag,
        &(struct diag_note){.id = id, .origin = origin, .args = {args[0], args[1], args[2]}});
    checker->is_good = false;
}

/* Says what the value of a name must be. */
static void refuse(struct checker *checker, enum diag_id id, struct str name,
                   const struct yaml *node, struct str allowed) {
    complain(checker, id, node->origin, (struct str[]){name, node->text, allowed});
}

static struct str join_words(struct arena *arena, const char *const *words) {
    struct str names[MOST_NAMES];
    size_t n = 0;
    for (; words[n] && n < MOST_NAMES; n++) {
        names[n] = str_from_c(words[n]);
    }
    return str_join(arena, names, n, STR(", "));
}

static struct str nearest_word(struct str wrong, const char *const *words) {
    struct str names[MOST_NAMES];
    size_t n = 0;
    for (; words[n] && n < MOST_NAMES; n++) {
        names[n] = str_from_c(words[n]);
    }
    return str_nearest(wrong, names, n);
}

/* ---- texts ----------------------------------------------------------------------------------- */

static void check_number(struct checker *checker, struct str name, const struct yaml *node,
                         const struct yaml_shape *shape) {
    int64_t number;
    if (node->kind != YAML_SCALAR || !str_to_int(node->text, &number)) {
        refuse(checker, DIAG_YAML_NUMBER, name, node, (struct str){0});
    } else if (number < shape->low || number > shape->high) {
        refuse(checker, DIAG_YAML_VALUE, name, node,
               str_format(diag_scratch(checker->diag), "%lld-%lld", (long long)shape->low,
                          (long long)shape->high));
    }
}

static void check_text(struct checker *checker, struct str name, const struct yaml *node,
                       const struct yaml_shape *shape) {
    if (node->kind != YAML_SCALAR || (node->text.len == 0 && !shape->may_be_empty)) {
        refuse(checker, DIAG_YAML_KIND_TEXT, name, node, (struct str){0});
    } else if (shape->fits && !shape->fits(shape, node->text)) {
        refuse(checker, DIAG_YAML_VALUE, name, node, str_from_c(shape->example));
    }
}

static void check_word(struct checker *checker, struct str name, const struct yaml *node,
                       const struct yaml_shape *shape) {
    for (size_t i = 0; node->kind == YAML_SCALAR && shape->words[i]; i++) {
        if (str_is(node->text, shape->words[i])) {
            return;
        }
    }
    struct str near =
        node->kind == YAML_SCALAR ? nearest_word(node->text, shape->words) : (struct str){0};
    refuse(checker, DIAG_YAML_VALUE, name, node,
           near.len ? near : join_words(diag_scratch(checker->diag), shape->words));
}

static void check_flag(struct checker *checker, struct str name, const struct yaml *node) {
    if (node->kind != YAML_SCALAR || !(str_is(node->text, "true") || str_is(node->text, "false") ||
                                       str_is(node->text, "yes") || str_is(node->text, "no"))) {
        refuse(checker, DIAG_YAML_BOOL, name, node, (struct str){0});
    }
}

/* ---- collections ----------------------------------------------------------------------------- */

static void check_entries(struct checker *checker, struct str name, const struct yaml *node,
                          const struct yaml_shape *shape) {
    int64_t low = shape->high ? shape->low : 1;
    int64_t high = shape->high ? shape->high : INT64_MAX;
    if ((int64_t)node->n_items < low || (int64_t)node->n_items > high) {
        struct arena *arena = diag_scratch(checker->diag);
        struct str allowed = high == INT64_MAX
                                 ? str_format(arena, ">=%lld", (long long)low)
                                 : str_format(arena, "%lld-%lld", (long long)low, (long long)high);
        complain(checker, DIAG_YAML_COUNT, node->origin,
                 (struct str[]){name, allowed, str_format(arena, "%zu", node->n_items)});
    }
    for (size_t i = 0; i < node->n_items; i++) {
        check(checker, node->kind == YAML_MAP ? node->keys[i] : name, node->items[i], shape->entry);
    }
}

static const struct yaml_key *find_key(const struct yaml_key *keys, struct str name) {
    for (; keys->name; keys++) {
        if (str_is(name, keys->name)) {
            return keys;
        }
    }
    return NULL;
}

/* The name among `n` nearest to a wrong one; all of them if none is near. */
static struct str propose(struct checker *checker, struct str wrong, const struct str *names,
                          size_t n) {
    struct arena *arena = diag_scratch(checker->diag);
    struct str nearest = str_nearest(wrong, names, n);
    return nearest.len ? nearest : str_join(arena, names, n, STR(", "));
}

/* The keys that a map may have and has not: only they can be meant by a wrong one. */
static size_t list_absent(const struct yaml *node, const struct yaml_key *keys, struct str *names) {
    size_t n = 0;
    for (; keys->name && n < MOST_NAMES; keys++) {
        if (!yaml_get(node, keys->name)) {
            names[n++] = str_from_c(keys->name);
        }
    }
    return n;
}

/* Reports the keys that are missing, except those that a wrong key was taken for. */
static void check_missing(struct checker *checker, const struct yaml *node,
                          const struct yaml_key *keys, const struct str *taken, size_t n_taken) {
    for (; keys->name; keys++) {
        bool is_there = keys->is_optional || yaml_get(node, keys->name);
        for (size_t i = 0; i < n_taken && !is_there; i++) {
            is_there = str_is(taken[i], keys->name);
        }
        if (!is_there) {
            complain(checker, DIAG_YAML_MISSING, node->origin,
                     (struct str[]){str_from_c(keys->name), {0}, {0}});
        }
    }
}

static void check_record(struct checker *checker, const struct yaml *node,
                         const struct yaml_key *keys) {
    struct str absent[MOST_NAMES], taken[MOST_NAMES];
    size_t n_absent = list_absent(node, keys, absent), n_taken = 0;
    for (size_t i = 0; i < node->n_items; i++) {
        const struct yaml_key *key = find_key(keys, node->keys[i]);
        if (key) {
            check(checker, node->keys[i], node->items[i], key->shape);
            continue;
        }
        struct str meant = propose(checker, node->keys[i], absent, n_absent);
        const struct yaml_key *meant_key = find_key(keys, meant);
        if (meant_key && n_taken < MOST_NAMES) {
            taken[n_taken++] = str_from_c(meant_key->name);
        }
        complain(checker, DIAG_YAML_KEY, node->key_origins[i],
                 (struct str[]){node->keys[i], meant, {0}});
    }
    check_missing(checker, node, keys, taken, n_taken);
}

static bool is_of_a_variant(const struct yaml_shape *const *variants, struct str key) {
    for (; *variants; variants++) {
        if (find_key((*variants)->keys, key)) {
            return true;
        }
    }
    return false;
}

/* A variant goes by its first key; where no variant's is there, a key is wrong or missing. */
static void check_variant(struct checker *checker, const struct yaml *node,
                          const struct yaml_shape *const *variants) {
    struct str names[MOST_NAMES];
    size_t n = 0;
    for (; variants[n] && n < MOST_NAMES; n++) {
        if (yaml_get(node, variants[n]->keys[0].name)) {
            check_record(checker, node, variants[n]->keys);
            return;
        }
        names[n] = str_from_c(variants[n]->keys[0].name);
    }
    for (size_t i = 0; i < node->n_items; i++) {
        struct str meant = str_nearest(node->keys[i], names, n);
        if (meant.len && !is_of_a_variant(variants, node->keys[i])) {
            complain(checker, DIAG_YAML_KEY, node->key_origins[i],
                     (struct str[]){node->keys[i], meant, {0}});
            return;
        }
    }
    complain(checker, DIAG_YAML_MISSING, node->origin,
             (struct str[]){str_join(diag_scratch(checker->diag), names, n, STR(" | ")), {0}, {0}});
}

/* ---- any node -------------------------------------------------------------------------------- */

static void check_list(struct checker *checker, struct str name, const struct yaml *node,
                       const struct yaml_shape *shape) {
    if (node->kind == YAML_LIST) {
        check_entries(checker, name, node, shape);
    } else if (shape->or_one) {
        check(checker, name, node, shape->entry);
    } else {
        refuse(checker, DIAG_YAML_KIND_LIST, name, node, (struct str){0});
    }
}

static void check_map(struct checker *checker, struct str name, const struct yaml *node,
                      const struct yaml_shape *shape) {
    if (node->kind != YAML_MAP) {
        refuse(checker, DIAG_YAML_KIND_MAP, name, node, (struct str){0});
    } else if (shape->kind == YAML_NAMED) {
        check_entries(checker, name, node, shape);
    } else if (shape->kind == YAML_RECORD) {
        check_record(checker, node, shape->keys);
    } else {
        check_variant(checker, node, shape->variants);
    }
}

/* Checks the value of a name; the nesting of nodes is bounded by their reading. */
static void check(struct checker *checker, struct str name, const struct yaml *node,
                  const struct yaml_shape *shape) {
    if (shape->or_text && node->kind == YAML_SCALAR) {
        check_text(checker, name, node, shape);
        return;
    }
    switch (shape->kind) {
    case YAML_ANYTHING:
        return;
    case YAML_TEXT:
        check_text(checker, name, node, shape);
        return;
    case YAML_NUMBER:
        check_number(checker, name, node, shape);
        return;
    case YAML_FLAG:
        check_flag(checker, name, node);
        return;
    case YAML_WORD:
        check_word(checker, name, node, shape);
        return;
    case YAML_ENTRIES:
        check_list(checker, name, node, shape);
        return;
    case YAML_NAMED:
    case YAML_RECORD:
    case YAML_VARIANT:
        break;
    }
    check_map(checker, name, node, shape);
}

bool yaml_check(const struct yaml *node, const struct yaml_shape *shape, struct diag *diag) {
    struct checker checker = {.diag = diag, .is_good = true};
    struct str name = node->origin.source ? node->origin.source->file : (struct str){0};
    check(&checker, name, node, shape);
    return checker.is_good;
}
