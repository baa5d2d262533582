/* Reads templates/editions.yaml, looks which editions have their files, and chooses one by day. */
#include "base/editions.h"

#include "base/file.h"

/* Folders of templates/ that an edition can change. */
static const char *const families[] = {"forms", "rules",  "columns", "prose",
                                       "docs",  "styles", NULL};
/* A file of a family, by the parts of its name. */
struct family_file {
    /* "rules/levels". */
    struct str subject;
    /* "2007"; empty if the name has none. */
    struct str variant;
    /* "csv". */
    struct str suffix;
};

static bool is_day(const struct yaml_shape *shape, struct str text) {
    struct date day;
    (void)shape;
    return date_from_iso(text, &day);
}

static const struct yaml_shape day_shape = {
    .kind = YAML_TEXT, .fits = is_day, .example = "YYYY-MM-DD"};
static const struct yaml_shape remarks_shape = {
    .kind = YAML_ENTRIES,
    .entry = YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("say", &yaml_some_text),
                                                               YAML_MAY("from", &day_shape),
                                                               YAML_MAY("to", &day_shape)))};
/* The facts that may rest on the compiler's knowledge alone. */
static const char *const facts[] = {"valid-from", "valid-to", "form",    "standard",
                                    "catalogue",  "rules",    "wording", NULL};
static const struct yaml_shape facts_shape = {
    .kind = YAML_ENTRIES, .entry = YAML_SHAPE(.kind = YAML_WORD, .words = facts)};
static const struct yaml_shape edition_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("form", &yaml_some_text),
                  YAML_NEED("standard", &yaml_some_text), YAML_NEED("catalogue", &yaml_some_text),
                  YAML_NEED("rules", &yaml_some_text), YAML_NEED("wording", &yaml_some_text),
                  YAML_NEED("files", YAML_SHAPE(.kind = YAML_NAMED, .entry = &yaml_some_text)),
                  YAML_MAY("valid-from", &day_shape), YAML_MAY("valid-to", &day_shape),
                  YAML_MAY("remarks", &remarks_shape), YAML_MAY("unverified", &facts_shape))};
static const struct yaml_shape file_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("editions", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &edition_shape)))};

/* Everything the reading needs. */
struct editions_reader {
    struct arena *arena;
    struct shelf *shelf;
    struct diag *diag;
    struct editions *editions;
    /* All files of all families. */
    struct family_file *files;
    size_t n_files, capacity;
};

static bool refuse(const struct editions_reader *reader, struct origin origin, struct str key,
                   struct str value, struct str wanted) {
    diag_report(
        reader->diag,
        &(struct diag_note){.id = DIAG_YAML_VALUE, .origin = origin, .args = {key, value, wanted}});
    return false;
}

/* Refuses the value of a key, at its own place; what is not there, at that of the entry. */
static bool refuse_key(const struct editions_reader *reader, const struct yaml *node,
                       const char *key, enum diag_word wanted, struct date day) {
    const struct yaml *value = yaml_get(node, key);
    struct arena *scratch = diag_scratch(reader->diag);
    struct str about = day.year ? date_to_iso(scratch, day, DATE_DAY) : (struct str){0};
    return refuse(reader, value ? value->origin : node->origin, str_from_c(key),
                  value ? value->text : (struct str){0}, diag_word(scratch, wanted, about));
}

/* ---- the files ------------------------------------------------------------------------------- */

static void add_file(struct editions_reader *reader, const char *family, struct str name) {
    struct family_file file = {.suffix = file_extension(reader->arena, name)};
    struct str stem = str_slice(name, 0, name.len - file.suffix.len - (file.suffix.len > 0));
    file.variant = file_extension(reader->arena, stem);
    stem = str_slice(stem, 0, stem.len - file.variant.len - (file.variant.len > 0));
    file.subject = str_format(reader->arena, "%s/%" STR_FMT, family, STR_ARG(stem));
    ARENA_PUSH(reader->arena, reader->files, reader->n_files, reader->capacity, file);
}

static bool list_files(struct editions_reader *reader) {
    for (size_t i = 0; families[i]; i++) {
        struct str folder = str_format(reader->arena, "%" STR_FMT "/%s",
                                       STR_ARG(shelf_folder(reader->shelf)), families[i]);
        struct file_entry *entries;
        size_t n_entries;
        if (!file_walk(reader->arena, folder, reader->diag, &entries, &n_entries)) {
            return false;
        }
        for (size_t j = 0; j < n_entries; j++) {
            /* Texts are added by people, and no edition needs them. */
            if (!str_ends(entries[j].name, STR(".txt"))) {
                add_file(reader, families[i], entries[j].name);
            }
        }
    }
    return true;
}

/* Place of an edition among all; SIZE_MAX if there is none of that name. */
static size_t place_of(const struct editions *editions, struct str name) {
    for (size_t i = 0; i < editions->n; i++) {
        if (str_equal(editions->items[i].name, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* An edition needs, of every subject, what the variant that serves it or one before that has in a
 * file of its own, in its own variant or in a file for all. A later edition may bring subjects that
 * it does not have. */
static struct str find_missing(const struct editions_reader *reader, size_t place) {
    const struct edition_info *edition = &reader->editions->items[place];
    for (size_t i = 0; i < reader->n_files; i++) {
        const struct family_file *file = &reader->files[i];
        size_t owner = place_of(reader->editions, file->variant);
        struct str variant = shelf_variant_of(reader->shelf, file->subject, edition->name);
        size_t serving = place_of(reader->editions, variant);
        if (owner == SIZE_MAX || serving == SIZE_MAX || owner > serving) {
            continue;
        }
        struct str own = str_join(
            reader->arena, (struct str[]){file->subject, variant, file->suffix}, 3, STR("."));
        struct str common =
            str_join(reader->arena, (struct str[]){file->subject, file->suffix}, 2, STR("."));
        if (!shelf_has(reader->shelf, own) && !shelf_has(reader->shelf, common)) {
            return own;
        }
    }
    return (struct str){0};
}

/* What an edition names file by file it needs under that very name. */
static struct str find_named_missing(const struct editions_reader *reader,
                                     const struct edition_info *edition) {
    for (size_t i = 0; i < edition->n_variants; i++) {
        const struct shelf_variant *named = &edition->variants[i];
        bool is_found =
            !str_contains(named->subject, STR("/")) || str_is(named->variant, SHELF_NO_VARIANT);
        for (size_t j = 0; !is_found && j < reader->n_files; j++) {
            is_found = str_equal(reader->files[j].subject, named->subject) &&
                       str_equal(reader->files[j].variant, named->variant);
        }
        if (!is_found) {
            return str_join(reader->arena, (struct str[]){named->subject, named->variant}, 2,
                            STR("."));
        }
    }
    return (struct str){0};
}

/* ---- the entries ----------------------------------------------------------------------------- */

/* The day of a key; zero if absent. */
static struct date read_day(const struct yaml *node, const char *key) {
    struct date day = {0};
    struct str text = yaml_text(node, key);
    if (text.len) {
        date_from_iso(text, &day);
    }
    return day;
}

static bool is_family(struct str subject) {
    struct str family = str_slice(subject, 0, str_find(subject, STR("/"), 0));
    for (size_t i = 0; families[i]; i++) {
        if (str_is(family, families[i])) {
            return true;
        }
    }
    return false;
}

static bool refuse_missing(const struct editions_reader *reader, const struct yaml *node,
                           const char *key) {
    diag_report(reader->diag, &(struct diag_note){.id = DIAG_YAML_MISSING,
                                                  .origin = node->origin,
                                                  .args = {str_from_c(key)}});
    return false;
}

/* The names of all editions, and the word for none. */
static struct str list_names(const struct editions_reader *reader) {
    const struct editions *editions = reader->editions;
    struct arena *scratch = diag_scratch(reader->diag);
    struct str *names = ARENA_ARRAY(scratch, struct str, editions->n + 1);
    for (size_t i = 0; i < editions->n; i++) {
        names[i] = editions->items[i].name;
    }
    names[editions->n] = STR(SHELF_NO_VARIANT);
    return str_join(scratch, names, editions->n + 1, STR(", "));
}

/* A key of `files` that names no family; with the nearest that does. */
static bool refuse_family(const struct editions_reader *reader, struct origin origin,
                          struct str key) {
    struct str names[sizeof families / sizeof families[0]];
    size_t n = 0;
    for (; families[n]; n++) {
        names[n] = str_from_c(families[n]);
    }
    struct str family = str_slice(key, 0, str_find(key, STR("/"), 0));
    struct str near = str_nearest(family, names, n);
    struct str parts[] = {near, str_slice(key, family.len, key.len)};
    near = near.len ? str_join(diag_scratch(reader->diag), parts, 2, STR(""))
                    : str_join(diag_scratch(reader->diag), names, n, STR(", "));
    diag_report(reader->diag,
                &(struct diag_note){.id = DIAG_YAML_KEY, .origin = origin, .args = {key, near}});
    return false;
}

/* `files`: every family, and single subjects of them. */
static bool read_files(struct editions_reader *reader, const struct yaml *node,
                       struct edition_info *edition) {
    const struct yaml *files = yaml_get(node, "files");
    bool is_good = true;
    edition->n_variants = files->n_items;
    edition->variants = ARENA_ARRAY(reader->arena, struct shelf_variant, files->n_items);
    for (size_t i = 0; i < files->n_items; i++) {
        struct str variant = files->items[i]->text;
        edition->variants[i] = (struct shelf_variant){files->keys[i], variant};
        bool is_none = str_is(variant, SHELF_NO_VARIANT) && str_contains(files->keys[i], STR("/"));
        if (!is_family(files->keys[i])) {
            is_good = refuse_family(reader, files->key_origins[i], files->keys[i]);
        } else if (!is_none && place_of(reader->editions, variant) == SIZE_MAX) {
            is_good = refuse(reader, files->items[i]->origin, files->keys[i], variant,
                             list_names(reader));
        }
    }
    /* A family is missing where its name is misspelt: that is told alone. */
    bool is_named_well = is_good;
    for (size_t i = 0; is_named_well && families[i]; i++) {
        is_good =
            (yaml_text(files, families[i]).len || refuse_missing(reader, files, families[i])) &&
            is_good;
    }
    shelf_add_edition(reader->shelf, edition->name, edition->variants, edition->n_variants);
    return is_good;
}

static bool read_remarks(const struct editions_reader *reader, const struct yaml *node,
                         struct edition_info *edition) {
    const struct yaml *remarks = yaml_get(node, "remarks");
    bool is_good = true;
    edition->n_remarks = remarks ? remarks->n_items : 0;
    edition->remarks = ARENA_ARRAY(reader->arena, struct edition_remark, edition->n_remarks);
    for (size_t i = 0; i < edition->n_remarks; i++) {
        const struct yaml *entry = remarks->items[i];
        edition->remarks[i] = (struct edition_remark){
            read_day(entry, "from"), read_day(entry, "to"), yaml_text(entry, "say")};
        const struct edition_remark *remark = &edition->remarks[i];
        if (remark->to.year && date_compare(remark->to, remark->from) < 0) {
            is_good = refuse_key(reader, entry, "to", DIAG_WORD_EDITION_TO, remark->from);
        }
    }
    return is_good;
}

/* The days of an edition follow those of the one before it. */
static bool check_days(const struct editions_reader *reader, const struct yaml *node,
                       size_t place) {
    const struct edition_info *edition = &reader->editions->items[place];
    if (edition->last.year && date_compare(edition->last, edition->first) < 0) {
        return refuse_key(reader, node, "valid-to", DIAG_WORD_EDITION_TO, edition->first);
    }
    if (!place) {
        return true;
    }
    const struct edition_info *before = &reader->editions->items[place - 1];
    bool is_last_later = date_compare(before->last, before->first) > 0;
    struct date after = is_last_later ? before->last : before->first;
    return date_compare(edition->first, after) > 0 ||
           refuse_key(reader, node, "valid-from", DIAG_WORD_EDITION_FROM, after);
}

static bool read_edition(struct editions_reader *reader, const struct yaml *node, size_t place) {
    struct edition_info *edition = &reader->editions->items[place];
    edition->form = yaml_text(node, "form");
    edition->standard = yaml_text(node, "standard");
    edition->catalogue = yaml_text(node, "catalogue");
    edition->rules = yaml_text(node, "rules");
    edition->wording = yaml_text(node, "wording");
    edition->first = read_day(node, "valid-from");
    edition->last = read_day(node, "valid-to");
    bool is_good = read_remarks(reader, node, edition);
    is_good = check_days(reader, node, place) && is_good;
    return read_files(reader, node, edition) && is_good;
}

/* Names come first: an edition may be served by the files of any other. */
static bool read_names(struct editions_reader *reader, const struct yaml *list) {
    struct editions *editions = reader->editions;
    editions->items = ARENA_ARRAY(reader->arena, struct edition_info, list->n_items);
    for (size_t i = 0; i < list->n_items; i++) {
        struct str name = yaml_text(list->items[i], "name");
        bool is_usable = name.len && !str_contains(name, STR(".")) &&
                         !str_contains(name, STR("/")) && !str_is(name, "auto") &&
                         !str_is(name, SHELF_NO_VARIANT) && place_of(editions, name) == SIZE_MAX;
        if (!is_usable) {
            return refuse_key(reader, list->items[i], "name", DIAG_WORD_EDITION_NAME,
                              (struct date){0});
        }
        editions->items[editions->n++].name = name;
    }
    return true;
}

const struct editions *editions_read(struct arena *arena, struct shelf *shelf, struct diag *diag) {
    const struct yaml *root = shelf_yaml(shelf, "editions", (struct str){0}, &file_shape, diag);
    if (!root) {
        return NULL;
    }
    const struct yaml *list = yaml_get(root, "editions");
    struct editions_reader reader = {.arena = arena, .shelf = shelf, .diag = diag};
    reader.editions = ARENA_NEW(arena, struct editions);
    if (!read_names(&reader, list) || !list_files(&reader)) {
        return NULL;
    }
    bool is_good = true;
    for (size_t i = 0; i < list->n_items; i++) {
        is_good = read_edition(&reader, list->items[i], i) && is_good;
    }
    for (size_t i = 0; is_good && i < reader.editions->n; i++) {
        struct edition_info *edition = &reader.editions->items[i];
        edition->missing = find_missing(&reader, i);
        if (!edition->missing.len) {
            edition->missing = find_named_missing(&reader, edition);
        }
    }
    return is_good ? reader.editions : NULL;
}

/* ---- choosing -------------------------------------------------------------------------------- */

static bool is_built(const struct edition_info *edition) {
    return edition->missing.len == 0;
}

/* The newest built edition up to `place`, else the oldest built one after it. */
static const struct edition_info *find_built(const struct editions *editions, size_t place) {
    for (size_t i = place + 1; i-- > 0;) {
        if (is_built(&editions->items[i])) {
            return &editions->items[i];
        }
    }
    for (size_t i = place + 1; i < editions->n; i++) {
        if (is_built(&editions->items[i])) {
            return &editions->items[i];
        }
    }
    return NULL;
}

bool editions_choose(const struct editions *editions, struct str asked, struct date as_of,
                     struct edition_choice *choice) {
    *choice = (struct edition_choice){0};
    size_t place;
    if (!str_is(asked, "auto")) {
        place = place_of(editions, asked);
        choice->wanted = place == SIZE_MAX ? NULL : &editions->items[place];
        choice->used = choice->wanted && is_built(choice->wanted) ? choice->wanted : NULL;
        return choice->used != NULL;
    }
    place = editions->n - 1;
    while (place && date_compare(editions->items[place].first, as_of) > 0) {
        place--;
    }
    if (date_compare(editions->items[place].first, as_of) <= 0) {
        choice->wanted = &editions->items[place];
    }
    choice->used = find_built(editions, place);
    return choice->used != NULL;
}

const struct str *editions_unbuilt(struct arena *arena, const struct editions *editions,
                                   size_t *n_names) {
    struct str *names = ARENA_ARRAY(arena, struct str, editions->n);
    *n_names = 0;
    for (size_t i = 0; i < editions->n; i++) {
        if (!is_built(&editions->items[i])) {
            names[(*n_names)++] = editions->items[i].name;
        }
    }
    return names;
}

struct str editions_built(struct arena *arena, const struct editions *editions) {
    struct str *names = ARENA_ARRAY(arena, struct str, editions->n);
    size_t n_names = 0;
    for (size_t i = 0; i < editions->n; i++) {
        if (is_built(&editions->items[i])) {
            names[n_names++] = editions->items[i].name;
        }
    }
    return str_join(arena, names, n_names, STR(" "));
}
