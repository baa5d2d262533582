/* From a header's text to the field it means, by the synonyms of templates/columns. */
#include "intake/headers.h"

#include "intake/values.h"

/* Texts remembered at once, some sheets' worth of headers, and bytes of the longest. */
enum { MOST_REMEMBERED = 4096, LONGEST_REMEMBERED = 256 };

struct header_memory {
    /* What is remembered lives here. */
    struct arena *arena;
    /* Texts → index of the entry, SIZE_MAX if they are no header: what headers_find found of them,
     * and what headers_find_near. */
    struct dictionary *texts, *near_texts;
    size_t n_texts;
};

/* ---- reading ------------------------------------------------------------------------------- */

/* Adds a known header; the first of equal keys stays. */
static struct header_entry *add_entry(struct arena *arena, struct headers *headers, struct str key,
                                      enum header_kind kind) {
    if (key.len == 0 || !dictionary_put(headers->keys, key, headers->n_entries)) {
        return NULL;
    }
    struct header_entry entry = {.kind = kind, .key = key};
    ARENA_PUSH(arena, headers->entries, headers->n_entries, headers->capacity, entry);
    return &headers->entries[headers->n_entries - 1];
}

static void add_rule_entry(struct arena *arena, struct headers *headers, struct str key,
                           size_t rule, struct str group) {
    struct header_entry *entry = add_entry(arena, headers, key, HEADER_COLUMN);
    if (entry) {
        entry->rules = ARENA_NEW(arena, size_t);
        entry->rules[0] = rule;
        entry->n_rules = 1;
        entry->group = group;
    }
}

static void add_name(struct arena *arena, struct headers *headers, struct str name, size_t rule) {
    struct str copy = str_copy(arena, name);
    size_t n_rules = headers->n_names, capacity = headers->names_capacity;
    ARENA_PUSH(arena, headers->name_rules, n_rules, capacity, rule);
    ARENA_PUSH(arena, headers->names, headers->n_names, headers->names_capacity, copy);
    add_rule_entry(arena, headers, header_key(arena, copy), rule, (struct str){0});
}

static void add_names(struct arena *arena, struct headers *headers, const struct yaml *node,
                      size_t rule) {
    add_name(arena, headers, headers->rules[rule].name, rule);
    const struct yaml *synonyms = yaml_get(node, "synonyms");
    for (size_t i = 0; synonyms && i < synonyms->n_items; i++) {
        add_name(arena, headers, synonyms->items[i]->text, rule);
    }
}

static void add_groups(struct arena *arena, struct headers *headers, const struct yaml *node,
                       size_t rule) {
    const struct yaml *groups = yaml_get(node, "groups"), *parts = yaml_get(node, "parts");
    for (size_t i = 0; groups && i < groups->n_items; i++) {
        struct str group = header_key(arena, groups->items[i]->text);
        for (size_t j = 0; parts && j < parts->n_items; j++) {
            struct str part = header_key(arena, parts->items[j]->text);
            add_rule_entry(arena, headers, str_concat(arena, group, part), rule, group);
        }
    }
}

/* The field that a key names, N_FIELDS if the key is absent; reports an unknown name. */
static enum field read_field(const struct yaml *scalar, struct diag *diag) {
    enum field field = N_FIELDS;
    if (scalar && !field_find(scalar->text, &field)) {
        struct diag_note note = {.id = DIAG_FORM_FIELD,
                                 .origin = scalar->origin,
                                 .value = scalar->text,
                                 .args = {scalar->text, field_nearest(scalar->text)}};
        diag_report(diag, &note);
        return N_FIELDS;
    }
    return field;
}

static void read_rule(struct arena *arena, struct headers *headers, const struct yaml *node,
                      struct diag *diag) {
    enum field field = read_field(yaml_get(node, "field"), diag);
    if (field == N_FIELDS) {
        return;
    }
    size_t index = headers->n_rules++, size;
    headers->by_field[field] = index;
    struct str money = value_key(arena, yaml_text(node, "money"));
    headers->rules[index] = (struct column_rule){
        .field = field,
        .name = str_copy(arena, yaml_text(node, "column")),
        .is_required = yaml_bool(node, "required", false, diag),
        .is_expected = yaml_bool(node, "expected", false, diag),
        .keeps_lines = yaml_bool(node, "lines", false, diag),
        .longest = (size_t)yaml_int(node, "longest", VALUE_LONGEST, diag),
        .condition = read_field(yaml_get(node, "with"), diag),
        .substitute = read_field(yaml_get(node, "instead"), diag),
        .attachment = read_field(yaml_get(node, "also"), diag),
        .yuan = money_end(headers->spellings, money, &size),
    };
    if (money.len && !headers->rules[index].yuan) {
        const struct yaml *word = yaml_get(node, "money");
        diag_report(diag, &(struct diag_note){
                              .id = DIAG_YAML_VALUE,
                              .origin = word->origin,
                              .args = {STR("money"), word->text, headers->spellings->money_label}});
    }
}

/* What `maybe` and `look` say of a header: the fields it may mean. */
static void read_doubtful(struct arena *arena, struct headers *headers, struct header_entry *entry,
                          const struct yaml *fields, struct diag *diag) {
    if (!entry) {
        return;
    }
    entry->rules = ARENA_ARRAY(arena, size_t, fields->n_items);
    for (size_t i = 0; i < fields->n_items; i++) {
        enum field field = read_field(fields->items[i], diag);
        if (field != N_FIELDS && headers->by_field[field] != SIZE_MAX) {
            entry->rules[entry->n_rules++] = headers->by_field[field];
        }
    }
}

static void close_memory(void *memory) {
    arena_close(memory);
}

static void forget(struct header_memory *memory) {
    arena_reset(memory->arena);
    memory->texts = dictionary_open(memory->arena);
    memory->near_texts = dictionary_open(memory->arena);
    memory->n_texts = 0;
}

static struct header_memory *open_memory(struct arena *arena) {
    struct header_memory *memory = ARENA_NEW(arena, struct header_memory);
    memory->arena = arena_open_like(arena);
    arena_own(arena, memory->arena, close_memory);
    forget(memory);
    return memory;
}

/* The file of each kind of sheet, whose records its rows are, their name, and their unit's. */
static const struct {
    const char *subject;
    enum field_entity entity;
    enum field anchor, owner;
} kinds[N_SHEET_KINDS] = {
    [SHEET_SYSTEMS] = {"columns/system", ENTITY_SYSTEM, FIELD_SYSTEM_NAME, FIELD_SYSTEM_UNIT},
    [SHEET_UNITS] = {"columns/unit", ENTITY_UNIT, FIELD_UNIT_NAME, N_FIELDS},
    [SHEET_MANAGEMENT] = {"columns/management", ENTITY_UNIT, FIELD_UNIT_NAME, N_FIELDS},
    [SHEET_GAPS] = {"columns/gap", ENTITY_GAP, FIELD_GAP_CLAUSE, FIELD_GAP_UNIT},
    [SHEET_EXPERTS] = {"columns/expert", ENTITY_EXPERT, FIELD_EXPERT_NAME, FIELD_EXPERT_UNIT},
    [SHEET_PRODUCTS] = {"columns/product", ENTITY_PRODUCT, FIELD_GOODS_NAME, FIELD_GOODS_UNIT},
    [SHEET_DATA] = {"columns/data", ENTITY_DATA, FIELD_DATA_NAME, FIELD_DATA_UNIT},
};

static struct headers *open_headers(struct arena *arena, enum sheet_kind kind,
                                    const struct spellings *spellings, size_t n_rules) {
    struct headers *headers = ARENA_NEW(arena, struct headers);
    headers->kind = kind;
    headers->entity = kinds[kind].entity;
    headers->anchor = kinds[kind].anchor;
    headers->owner = kinds[kind].owner;
    headers->spellings = spellings;
    headers->keys = dictionary_open(arena);
    headers->memory = open_memory(arena);
    headers->rules = ARENA_ARRAY(arena, struct column_rule, n_rules);
    for (size_t i = 0; i < N_FIELDS; i++) {
        headers->by_field[i] = SIZE_MAX;
    }
    return headers;
}

/* The doubtful go before synonyms, synonyms before what groups and parts make. */
static void read_entries(struct arena *arena, struct headers *headers, const struct yaml *tree,
                         struct diag *diag) {
    static const struct {
        const char *key;
        enum header_kind kind;
    } doubts[] = {{"maybe", HEADER_DOUBTFUL}, {"look", HEADER_LOOK}, {"known", HEADER_KNOWN}};
    const struct yaml *columns = yaml_get(tree, "columns");
    for (size_t k = 0; k < sizeof doubts / sizeof doubts[0]; k++) {
        const struct yaml *list = yaml_get(tree, doubts[k].key);
        for (size_t i = 0; list && i < list->n_items; i++) {
            struct str key = header_key(arena, list->keys[i]);
            struct header_entry *entry = add_entry(arena, headers, key, doubts[k].kind);
            if (entry && doubts[k].kind == HEADER_KNOWN) {
                entry->said = str_copy(arena, list->items[i]->text);
            } else {
                read_doubtful(arena, headers, entry, list->items[i], diag);
            }
        }
    }
    for (size_t i = 0; i < headers->n_rules; i++) {
        add_names(arena, headers, columns->items[i], i);
    }
    for (size_t i = 0; i < headers->n_rules; i++) {
        add_groups(arena, headers, columns->items[i], i);
    }
    const struct yaml *ignored = yaml_get(tree, "ignore");
    for (size_t i = 0; ignored && i < ignored->n_items; i++) {
        add_entry(arena, headers, header_key(arena, ignored->items[i]->text), HEADER_IGNORED);
    }
}

static void note_start(struct headers *headers, struct str key) {
    size_t at = 0;
    if (key.len > 0) {
        headers->starts[utf8_next(key, &at) & 0xFF] = true;
    }
}

/* Notes how headers of the anchor start: with a known one, or with the name of a form. */
static void note_starts(struct headers *headers) {
    for (size_t i = 0; i < headers->n_entries; i++) {
        if (header_is_anchor(headers, &headers->entries[i])) {
            note_start(headers, headers->entries[i].key);
        }
    }
    for (size_t i = 0; i < headers->spellings->header_prefixes.n_words; i++) {
        note_start(headers, headers->spellings->header_prefixes.words[i]);
    }
}

/* templates/columns/unit.yaml and system.yaml. */
static const struct yaml_shape longest_shape = {
    .kind = YAML_NUMBER, .low = 1, .high = VALUE_LONGEST};
static const struct yaml_shape rule_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("field", &yaml_some_text), YAML_NEED("column", &yaml_some_text),
                      YAML_MAY("required", &yaml_some_flag), YAML_MAY("expected", &yaml_some_flag),
                      YAML_MAY("lines", &yaml_some_flag), YAML_MAY("longest", &longest_shape),
                      YAML_MAY("with", &yaml_some_text), YAML_MAY("also", &yaml_some_text),
                      YAML_MAY("instead", &yaml_some_text), YAML_MAY("money", &yaml_some_text),
                      YAML_MAY("synonyms", &yaml_some_texts), YAML_MAY("groups", &yaml_some_texts),
                      YAML_MAY("parts", &yaml_some_texts))};
static const struct yaml_shape least_shape = {.kind = YAML_NUMBER, .low = 1, .high = 20};
static const struct yaml_shape headers_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("record", &yaml_some_text), YAML_NEED("anchors", &yaml_some_texts),
                      YAML_NEED("least", &least_shape), YAML_NEED("marks", &yaml_some_texts),
                      YAML_MAY("marked", &yaml_some_flag), YAML_MAY("prefixes", &yaml_some_texts),
                      YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &rule_shape)),
                      YAML_MAY("maybe", YAML_SHAPE(.kind = YAML_NAMED, .entry = &yaml_some_texts)),
                      YAML_MAY("look", YAML_SHAPE(.kind = YAML_NAMED, .entry = &yaml_some_texts)),
                      YAML_MAY("known", YAML_SHAPE(.kind = YAML_NAMED, .entry = &yaml_some_text)),
                      YAML_MAY("ignore", &yaml_some_texts))};

/* Groups mean nothing without parts, nor parts without groups. */
static bool check_groups(const struct yaml *node, struct diag *diag) {
    bool has_groups = yaml_get(node, "groups"), has_parts = yaml_get(node, "parts");
    if (has_groups != has_parts) {
        diag_report(diag, &(struct diag_note){.id = DIAG_YAML_MISSING,
                                              .origin = node->origin,
                                              .args = {has_groups ? STR("parts") : STR("groups")}});
    }
    return has_groups == has_parts;
}

/* Fields that a list names; all must be columns of the sheet. */
static void read_fields(const struct headers *headers, const struct yaml *list, bool *are_named,
                        struct diag *diag) {
    for (size_t i = 0; list && i < list->n_items; i++) {
        enum field field = read_field(list->items[i], diag);
        if (field != N_FIELDS && headers->by_field[field] == SIZE_MAX) {
            diag_report(diag, &(struct diag_note){.id = DIAG_FORM_FIELD,
                                                  .origin = list->items[i]->origin,
                                                  .value = list->items[i]->text,
                                                  .args = {list->items[i]->text}});
        } else if (field != N_FIELDS) {
            are_named[field] = true;
        }
    }
}

/* What makes a table of this kind. */
static void read_making(struct arena *arena, struct headers *headers, const struct yaml *tree,
                        struct diag *diag) {
    read_fields(headers, yaml_get(tree, "anchors"), headers->is_anchor, diag);
    const struct yaml *marks = yaml_get(tree, "marks");
    read_fields(headers, marks, headers->is_mark, diag);
    headers->first_mark = N_FIELDS;
    for (size_t i = marks ? marks->n_items : 0; i-- > 0;) {
        enum field field = N_FIELDS;
        bool is_known = field_find(marks->items[i]->text, &field) && headers->is_mark[field];
        headers->first_mark = is_known ? field : headers->first_mark;
    }
    headers->needs_mark = yaml_bool(tree, "marked", true, diag);
    headers->prefixes = words_from_yaml(arena, yaml_get(tree, "prefixes"));
    int64_t least = yaml_int(tree, "least", 1, diag);
    headers->least = least > 0 ? (size_t)least : 1;
}

const struct headers *headers_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   enum sheet_kind kind, const struct spellings *spellings,
                                   struct diag *diag) {
    const struct yaml *tree = shelf_yaml(shelf, kinds[kind].subject, edition, &headers_shape, diag);
    if (!tree) {
        return NULL;
    }
    size_t n_errors = diag_n_errors(diag);
    const struct yaml *columns = yaml_get(tree, "columns");
    struct headers *headers = open_headers(arena, kind, spellings, columns->n_items);
    headers->record = str_copy(arena, yaml_text(tree, "record"));
    headers->origin = columns->origin;
    for (size_t i = 0; i < columns->n_items; i++) {
        if (check_groups(columns->items[i], diag)) {
            read_rule(arena, headers, columns->items[i], diag);
        }
    }
    read_making(arena, headers, tree, diag);
    if (diag_n_errors(diag) == n_errors) {
        read_entries(arena, headers, tree, diag);
        note_starts(headers);
    }
    return diag_n_errors(diag) == n_errors ? headers : NULL;
}

bool headers_check(const struct headers *const *sheets, struct diag *diag) {
    bool is_whole = true;
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct field_info *info = field_info((enum field)i);
        const struct headers *first = NULL;
        bool is_there = false;
        for (int kind = 0; kind < N_SHEET_KINDS; kind++) {
            bool is_its = sheets[kind]->entity == info->entity;
            first = !first && is_its ? sheets[kind] : first;
            is_there |= is_its && sheets[kind]->by_field[i] != SIZE_MAX;
        }
        if (!is_there && first) {
            diag_report(diag, &(struct diag_note){.id = DIAG_YAML_MISSING,
                                                  .origin = first->origin,
                                                  .args = {str_from_c(info->name)}});
        }
        is_whole &= is_there;
    }
    return is_whole;
}

/* ---- finding ------------------------------------------------------------------------------- */

static const struct header_entry *find_key(const struct headers *headers, struct str key) {
    size_t index;
    return dictionary_get(headers->keys, key, &index) ? &headers->entries[index] : NULL;
}

/* The key as it stands, without number and form name before it, without money behind it. */
static const struct header_entry *find_bare(const struct headers *headers, struct str key) {
    const struct header_entry *entry = find_key(headers, key);
    struct str bare = key;
    for (size_t n = 1; n > 0 && !entry;) {
        n = words_start(&headers->spellings->header_prefixes, bare);
        while (n < bare.len && bare.data[n] >= '0' && bare.data[n] <= '9') {
            n++;
        }
        bare = str_slice(bare, n, bare.len);
        entry = n ? find_key(headers, bare) : NULL;
    }
    size_t n_money;
    if (!entry && money_end(headers->spellings, bare, &n_money)) {
        entry = find_key(headers, str_slice(bare, 0, bare.len - n_money));
    }
    return entry;
}

/* Whether a text was asked for before, and what it was found to be. */
static bool recall(const struct headers *headers, const struct dictionary *texts, struct str text,
                   const struct header_entry **entry) {
    size_t index;
    bool is_known = dictionary_get(texts, text, &index);
    *entry = is_known && index != SIZE_MAX ? &headers->entries[index] : NULL;
    return is_known;
}

static void remember(const struct headers *headers, bool is_near, struct str text,
                     const struct header_entry *entry) {
    struct header_memory *memory = headers->memory;
    if (text.len > LONGEST_REMEMBERED) {
        return;
    }
    if (memory->n_texts == MOST_REMEMBERED) {
        forget(memory);
    }
    size_t index = entry ? (size_t)(entry - headers->entries) : SIZE_MAX;
    dictionary_put(is_near ? memory->near_texts : memory->texts, str_copy(memory->arena, text),
                   index);
    memory->n_texts++;
}

const struct header_entry *headers_find(const struct headers *headers, struct arena *scratch,
                                        struct str text) {
    const struct header_entry *entry;
    if (recall(headers, headers->memory->texts, text, &entry)) {
        return entry;
    }
    entry = find_bare(headers, header_key(scratch, text));
    for (size_t n = 1; n <= 2 && !entry; n++) {
        struct str bare = without_brackets(scratch, text, n == 1 ? 1 : SIZE_MAX);
        entry = find_bare(headers, header_key(scratch, bare));
    }
    remember(headers, false, text, entry);
    return entry;
}

const struct header_entry *headers_find_near(const struct headers *headers, struct arena *scratch,
                                             struct str text) {
    const struct header_entry *entry;
    if (recall(headers, headers->memory->near_texts, text, &entry)) {
        return entry;
    }
    struct str key = header_key(scratch, without_brackets(scratch, text, SIZE_MAX));
    const struct spellings *spellings = headers->spellings;
    struct str usual = str_replace(scratch, key, spellings->later_word, spellings->usual_word);
    struct str bare = str_slice(usual, words_start(&headers->prefixes, usual), usual.len);
    entry = find_bare(headers, usual);
    entry = entry ? entry : find_bare(headers, bare);
    remember(headers, true, text, entry);
    return entry;
}

/* A number is no group: it comes from a row of data. */
static bool digits_only(struct str key) {
    for (size_t i = 0; i < key.len; i++) {
        if (key.data[i] < '0' || key.data[i] > '9') {
            return false;
        }
    }
    return true;
}

const struct header_entry *headers_find_joined(const struct headers *headers, struct arena *scratch,
                                               const struct str *parts, size_t n_parts,
                                               size_t *n_used) {
    for (size_t n = n_parts; n > 0; n--) {
        struct str top = parts[n_parts - n];
        struct str joined = str_join(scratch, parts + n_parts - n, n, (struct str){0});
        const struct header_entry *entry = headers_find(headers, scratch, joined);
        if (entry && (n == 1 || !digits_only(header_key(scratch, top)))) {
            *n_used = n;
            return entry;
        }
    }
    *n_used = 0;
    return NULL;
}

bool header_is_anchor(const struct headers *headers, const struct header_entry *entry) {
    for (size_t i = 0; entry && i < entry->n_rules; i++) {
        if (headers->is_anchor[headers->rules[entry->rules[i]].field]) {
            return true;
        }
    }
    return false;
}

/* Something of the text is not part of its key: a bracket, a number before it. */
static bool may_be_longer(const struct headers *headers, struct str text, struct str key) {
    static const struct str brackets[] = {STR_INIT("("), STR_INIT("["), STR_INIT("\xEF\xBC\x88"),
                                          STR_INIT("\xE3\x80\x90"), STR_INIT("\xE3\x80\x94")};
    for (size_t i = 0; i < sizeof brackets / sizeof brackets[0]; i++) {
        if (str_contains(text, brackets[i])) {
            return true;
        }
    }
    return key.len > 0 && ((key.data[0] >= '0' && key.data[0] <= '9') ||
                           words_start(&headers->spellings->header_prefixes, key) > 0);
}

/* The first character that is no sign or number may start a header of the anchor; a bracket may
 * hide one. */
static bool may_start(const struct headers *headers, struct str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c >= 0x4E00 && c < 0xFF00) {
            return headers->starts[c & 0xFF];
        }
        if (c >= 0xFF00 || c == '(' || c == '[' || c == 0x3010 || c == 0x3014) {
            return true;
        }
    }
    return false;
}

bool headers_name_anchor(const struct headers *headers, struct arena *scratch, struct str text) {
    if (!may_start(headers, text)) {
        return false;
    }
    struct str key = header_key(scratch, text);
    const struct header_entry *entry = find_key(headers, key);
    if (!entry && may_be_longer(headers, text, key)) {
        entry = headers_find(headers, scratch, text);
    }
    return header_is_anchor(headers, entry);
}
