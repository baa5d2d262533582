/* The room's front door: loads every document's templates once, and answers cli. */
#include "docs/docs.h"

#include "docs/account.h"
#include "docs/annual_report.h"
#include "docs/calendar.h"
#include "docs/explanation.h"
#include "docs/filing_form.h"
#include "docs/grading_report.h"
#include "docs/inspection.h"
#include "docs/intake_book.h"
#include "docs/names.h"
#include "docs/overview.h"
#include "docs/papers.h"
#include "docs/plan.h"
#include "docs/room.h"
#include "docs/statistics.h"

/* A path leads nowhere but below OUT: no part is empty or made of dots. */
static bool is_safe_path(const struct yaml_shape *shape, struct str path) {
    struct str rest = path, part;
    (void)shape;
    bool is_safe = path.len && !str_ends(path, STR("/")) && !str_contains(path, STR("\\"));
    while (is_safe && str_split(&rest, STR("/"), &part)) {
        is_safe = part.len && !str_is(part, ".") && !str_is(part, "..");
    }
    return is_safe;
}

const struct yaml_shape docs_path_shape = {
    .kind = YAML_TEXT, .fits = is_safe_path, .example = "a/b"};
static const struct yaml_shape paths_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("unit_folder", &docs_path_shape),
        YAML_NEED("coded_unit_folder", &docs_path_shape),
        YAML_NEED("annual_report", &docs_path_shape), YAML_NEED("statistics", &docs_path_shape),
        YAML_NEED("inspection", &docs_path_shape), YAML_NEED("province_calendar", &docs_path_shape),
        YAML_NEED("problems", &docs_path_shape), YAML_NEED("unit_problems", &docs_path_shape),
        YAML_NEED("returned", &docs_path_shape), YAML_NEED("returned_name", &docs_path_shape))};
static const struct yaml_shape dates_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("day", &yaml_some_text), YAML_NEED("month", &yaml_some_text),
                      YAML_NEED("year", &yaml_some_text))};
static const struct yaml_shape names_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("paths", &paths_shape), YAML_NEED("dates", &dates_shape),
        YAML_NEED("said", &filters_shape), YAML_NEED("no_region", &yaml_some_text),
        YAML_NEED("whole_row", &yaml_some_text), YAML_NEED("no_system_name", &yaml_some_text),
        YAML_NEED("problems", &docs_problems_shape), YAML_NEED("returned", &docs_returned_shape))};

struct docs *docs_open(struct arena *arena, struct shelf *shelf, struct typesetter *typesetter,
                       const struct rules *rules, const struct docs_settings *settings,
                       struct diag *diag) {
    struct docs *docs = ARENA_NEW(arena, struct docs);
    docs->arena = arena;
    docs->shelf = shelf;
    docs->typesetter = typesetter;
    docs->rules = rules;
    docs->settings = *settings;
    docs->labels = field_labels_read(arena, shelf, diag);
    docs->names = shelf_yaml(shelf, "docs/names", settings->edition, &names_shape, diag);
    docs->name_numbers = names_open(arena);
    if (!docs->labels || !docs->names) {
        return NULL;
    }
    docs->filter_words = (struct filter_words){.dates = yaml_get(docs->names, "dates"),
                                               .said = yaml_get(docs->names, "said")};
    docs->forms = filing_forms_read(docs, diag);
    bool has_report = !shelf_is_without(shelf, "prose/grading-report", settings->edition);
    docs->grading_report = has_report ? grading_report_read(docs, diag) : NULL;
    docs->plan = plan_read(docs, diag);
    docs->papers = docs->plan ? papers_read(docs, diag) : NULL;
    docs->calendar = calendar_read(docs, diag);
    docs->statistics = statistics_read(docs, diag);
    docs->annual_report = docs->statistics ? annual_report_read(docs, diag) : NULL;
    docs->inspection = inspection_read(docs, diag);
    docs->explanation = explanation_read(docs, diag);
    docs->intake_book = intake_book_read(docs, diag);
    docs->overview = overview_read(docs, diag);
    bool is_complete = docs->forms && (docs->grading_report || !has_report) && docs->papers &&
                       docs->statistics && docs->annual_report && docs->inspection &&
                       docs->explanation && docs->intake_book && docs->overview;
    return is_complete ? docs : NULL;
}

struct str docs_text(const struct record *record, enum field field) {
    const struct value *value = record_value(record, field);
    return value_is_given(value) ? value->text : (struct str){0};
}

struct str docs_word(const struct docs *docs, const char *section, const char *key) {
    return yaml_text(yaml_get(docs->names, section), key);
}

struct str docs_label(const struct docs *docs, enum field field) {
    return docs->labels->labels[field];
}

struct str docs_phone(const struct docs *docs, struct arena *arena, struct str phone) {
    enum { SHOWN = 4 };
    struct buf masked = {.arena = arena};
    size_t n_digits = 0;
    if (!docs->settings.masks_phones) {
        return phone;
    }
    for (size_t i = 0; i < phone.len; i++) {
        bool is_digit = phone.data[i] >= '0' && phone.data[i] <= '9';
        n_digits += is_digit;
        buf_add_byte(&masked, is_digit && n_digits > SHOWN ? '*' : (unsigned char)phone.data[i]);
    }
    return buf_str(&masked);
}

struct str docs_cell(const struct docs *docs, struct arena *arena, struct str cell) {
    const struct str_argument row = {STR("row"), cell};
    int64_t number;
    return str_to_int(cell, &number) ? str_fill(arena, yaml_text(docs->names, "whole_row"), &row, 1)
                                     : cell;
}

struct str docs_unit_folder(const struct docs *docs, struct arena *arena, const struct unit *unit) {
    enum { TAIL = 6 };
    const struct unit_key *key = &unit->key;
    struct str region = docs_text(&unit->record, FIELD_UNIT_REGION_CODE);
    struct str name = docs_text(&unit->record, FIELD_UNIT_NAME);
    struct str tail =
        key->code.len ? str_slice(key->code, key->code.len - TAIL, key->code.len) : (struct str){0};
    /* places that have no code are not in the name: their hash tells namesakes apart */
    bool is_told = region.len || key->code.len || !key->places.len;
    const struct str_argument arguments[] = {
        {STR("code"),
         file_safe_part(arena, region.len ? region : yaml_text(docs->names, "no_region"))},
        {STR("name"), is_told && file_is_plain_part(arena, name, false)
                          ? name
                          : file_hashed_part(arena, name, unit->id)},
        {STR("tail"), tail},
    };
    const char *path = tail.len ? "coded_unit_folder" : "unit_folder";
    return str_fill(arena, docs_word(docs, "paths", path), arguments, 3);
}

struct str docs_path(const struct docs *docs, struct arena *arena, struct str pattern,
                     struct str folder, struct str system) {
    struct str name = system.len ? system : yaml_text(docs->names, "no_system_name");
    const struct str_argument arguments[] = {
        {STR("folder"), folder},
        {STR("system"), file_is_plain_part(arena, name, true)
                            ? name
                            : file_hashed_part(arena, name, inventory_key(arena, name))},
    };
    return str_fill(arena, pattern, arguments, 2);
}

struct str docs_explain(struct docs *docs, struct arena *arena,
                        const struct unit_findings *findings, const size_t *systems,
                        size_t n_systems, bool has_unit, struct diag *diag) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < n_systems; i++) {
        const struct grading *grading = &findings->gradings[systems[i]];
        buf_add(&buf, explanation_text(docs, arena, findings, grading, diag));
    }
    if (has_unit) {
        buf_add(&buf, explanation_text(docs, arena, findings, NULL, diag));
    }
    return buf_str(&buf);
}

struct str docs_explain_dates(const struct docs *docs, struct arena *arena) {
    return explanation_dates(docs, arena);
}

struct str docs_explain_editions(struct arena *arena, const struct edition_side *sides,
                                 size_t n_sides, struct diag *diag) {
    return explanation_editions(arena, sides, n_sides, diag);
}

struct str docs_explain_json(const struct docs *docs, struct arena *arena,
                             const struct unit_findings *findings, const size_t *systems,
                             size_t n_systems) {
    struct buf buf = {.arena = arena};
    account_unit_json(docs, &buf, findings, systems, n_systems);
    return buf_str(&buf);
}

struct str docs_begin_json(const struct docs *docs, struct arena *arena) {
    struct buf buf = {.arena = arena};
    account_begin_json(docs, &buf);
    return buf_str(&buf);
}

struct str docs_end_json(void) {
    return STR(ACCOUNT_END);
}

struct document *docs_proof(struct docs *docs, struct arena *arena, struct str form,
                            struct diag *diag) {
    return filing_form_proof(docs, arena, form, diag);
}

const struct str *docs_forms(const struct docs *docs, size_t *n_forms) {
    return filing_form_names(docs, n_forms);
}

struct workbook *docs_intake_book(struct docs *docs, struct arena *arena,
                                  const struct column_book *books, size_t n_books,
                                  struct diag *diag) {
    return intake_book_build(docs, arena, books, n_books, diag);
}
