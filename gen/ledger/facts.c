/* What computed columns of data/ rest on besides findings: templates/ledger/facts. */
#include "ledger/facts.h"

/* templates/ledger/facts.yaml. */
static const struct yaml_shape direct_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("field", &yaml_some_text),
        YAML_NEED("codes", YAML_SHAPE(.kind = YAML_ENTRIES,
                                      .entry = YAML_SHAPE(.kind = YAML_NUMBER, .high = 9999),
                                      .low = 1, .high = VALUE_MAX_CODES)))};
static const struct yaml_shape facts_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("province_direct", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &direct_shape)),
        YAML_NEED("minimum", &yaml_some_texts), YAML_NEED("unchecked", &yaml_some_text),
        YAML_NEED("filing_days", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 3660)),
        YAML_NEED("done", &yaml_some_texts), YAML_NEED("overdue", &yaml_some_text),
        YAML_NEED("met", &yaml_some_text))};

static bool read_field(const struct yaml *node, struct str name, enum field *field,
                       struct diag *diag) {
    if (field_find(name, field)) {
        return true;
    }
    diag_report(diag, &(struct diag_note){.id = DIAG_FORM_FIELD,
                                          .origin = node->origin,
                                          .args = {name, field_nearest(name)}});
    return false;
}

static bool read_minimum(struct arena *arena, const struct yaml *list, struct ledger_facts *facts,
                         struct diag *diag) {
    size_t n = list->n_items;
    facts->minimum = ARENA_ARRAY(arena, enum field, n);
    for (size_t i = 0; i < n; i++) {
        enum field *field = &facts->minimum[facts->n_minimum++];
        if (!read_field(list->items[i], list->items[i]->text, field, diag)) {
            return false;
        }
    }
    return true;
}

static bool read_direct(struct arena *arena, const struct yaml *list, struct ledger_facts *facts,
                        struct diag *diag) {
    size_t n = list->n_items;
    facts->direct = ARENA_ARRAY(arena, struct direct_rule, n);
    for (size_t i = 0; i < n; i++) {
        struct direct_rule *rule = &facts->direct[facts->n_direct++];
        const struct yaml *item = list->items[i], *codes = yaml_get(item, "codes");
        if (!read_field(item, yaml_text(item, "field"), &rule->field, diag)) {
            return false;
        }
        for (size_t k = 0; k < codes->n_items; k++) {
            int64_t code;
            if (str_to_int(codes->items[k]->text, &code)) {
                rule->codes[rule->n_codes++] = (int)code;
            }
        }
    }
    return true;
}

struct ledger_facts *ledger_facts_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                       const struct rules *rules, struct diag *diag) {
    struct ledger_facts *facts = ARENA_NEW(arena, struct ledger_facts);
    const struct yaml *words = shelf_yaml(shelf, "ledger/facts", edition, &facts_shape, diag);
    facts->edition = edition;
    facts->rules = rules;
    if (!words) {
        return NULL;
    }
    facts->unchecked = yaml_text(words, "unchecked");
    facts->overdue = yaml_text(words, "overdue");
    facts->met = yaml_text(words, "met");
    const struct yaml *done = yaml_get(words, "done");
    facts->done = ARENA_ARRAY(arena, struct str, done->n_items);
    for (size_t i = 0; i < done->n_items; i++) {
        facts->done[facts->n_done++] = done->items[i]->text;
    }
    facts->filing_days = yaml_int(words, "filing_days", 30, diag);
    bool is_read = read_direct(arena, yaml_get(words, "province_direct"), facts, diag) &&
                   read_minimum(arena, yaml_get(words, "minimum"), facts, diag);
    return is_read ? facts : NULL;
}

bool facts_is_done(const struct ledger_facts *facts, struct str status) {
    bool is_done = false;
    for (size_t i = 0; i < facts->n_done; i++) {
        is_done |= str_equal(facts->done[i], status);
    }
    return is_done;
}
