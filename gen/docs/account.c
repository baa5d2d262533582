/* What explains a grade, gathered; and as JSON, for programs. */
#include "docs/account.h"

/* ---- gathering ------------------------------------------------------------------------------- */

/* The fields of a record that were handed in, be their cells empty or not; how many goes to `n`. */
static const struct evidence *list_inputs(struct arena *arena, const struct record *record,
                                          size_t *n) {
    struct evidence *inputs = ARENA_ARRAY(arena, struct evidence, N_FIELDS);
    *n = 0;
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct value *value = record_at(record, (enum field)i);
        if (value && (value->origin.row || value->header.len)) {
            inputs[(*n)++] = (struct evidence){(enum field)i, value};
        }
    }
    return inputs;
}

struct account account_make(const struct docs *docs, struct arena *arena,
                            const struct unit_findings *findings, const struct grading *grading) {
    struct account account = {.findings = findings, .grading = grading};
    account.inputs = list_inputs(
        arena, grading ? &grading->system->record : &findings->unit->record, &account.n_inputs);
    account.duties = rules_try_duties(docs->rules, arena, findings, grading, docs->settings.as_of,
                                      &account.n_duties);
    return account;
}

struct str account_duty_key(struct arena *arena, const struct duty_finding *duty) {
    return str_format(arena, "%" STR_FMT " %d %d-%d-%d %lld", STR_ARG(duty->duty->title),
                      (int)duty->status, duty->due.year, duty->due.month, duty->due.day,
                      (long long)duty->days_late);
}

bool account_is_common(const struct account *account, struct arena *arena,
                       const struct duty_finding *duty) {
    size_t at;
    return account->common && dictionary_get(account->common, account_duty_key(arena, duty), &at);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

/* Appends `,"name":` or, at the beginning of an object, without the comma. */
static void add_name(struct buf *buf, const char *name, bool is_first) {
    buf_add_c(buf, is_first ? "\"" : ",\"");
    buf_add_c(buf, name);
    buf_add_c(buf, "\":");
}

static void add_text(struct buf *buf, const char *name, struct str text) {
    add_name(buf, name, false);
    buf_add_json(buf, text);
}

/* A level; null for none. */
static void add_level(struct buf *buf, const char *name, int level) {
    add_name(buf, name, false);
    buf_format(buf, level ? "%d" : "null", level);
}

static void add_day(struct buf *buf, const char *name, struct date day,
                    enum date_precision precision) {
    add_name(buf, name, false);
    if (day.year) {
        buf_add_json(buf, date_to_iso(buf->arena, day, precision));
    } else {
        buf_add_c(buf, "null");
    }
}

/* The names of the fields that something rests on. */
static void add_evidence(struct buf *buf, const struct evidence *evidence, size_t n) {
    add_name(buf, "evidence", false);
    buf_add_c(buf, "[");
    for (size_t i = 0; i < n; i++) {
        buf_add_c(buf, i ? "," : "");
        buf_add_json(buf, str_from_c(field_info(evidence[i].field)->name));
    }
    buf_add_c(buf, "]");
}

/* One value: as written, as read. */
static void add_input(const struct docs *docs, struct buf *buf, const struct evidence *input) {
    const struct value *value = input->value;
    const char *state = value->is_bad ? "unread" : value_is_given(value) ? "read" : "empty";
    add_name(buf, "field", true);
    buf_add_json(buf, str_from_c(field_info(input->field)->name));
    add_text(buf, "label", docs->labels->labels[input->field]);
    add_text(buf, "header", value->header);
    add_text(buf, "written", value->raw.len ? value->raw : value->text);
    add_text(buf, "read", value->is_bad ? (struct str){0} : value->text);
    add_text(buf, "state", str_from_c(state));
    add_text(buf, "cell", origin_text(buf->arena, value->origin));
}

static void add_cells(const struct docs *docs, struct buf *buf, const struct evidence *inputs,
                      size_t n) {
    buf_add_c(buf, "[");
    for (size_t i = 0; i < n; i++) {
        buf_add_c(buf, i ? ",\n {" : "\n {");
        add_input(docs, buf, &inputs[i]);
        buf_add_c(buf, "}");
    }
    buf_add_c(buf, "]");
}

static void add_inputs(const struct docs *docs, struct buf *buf, const struct account *account) {
    add_name(buf, "inputs", false);
    add_cells(docs, buf, account->inputs, account->n_inputs);
}

/* Rows that belong to a unit or a system, each with its inputs. */
static void add_rows(const struct docs *docs, struct buf *buf, const char *name,
                     const struct records *rows) {
    add_name(buf, name, false);
    buf_add_c(buf, "[");
    for (size_t i = 0; i < rows->n_records; i++) {
        size_t n;
        const struct evidence *inputs = list_inputs(buf->arena, rows->records[i], &n);
        buf_add_c(buf, i ? ",\n {" : "\n {");
        add_name(buf, "inputs", true);
        add_cells(docs, buf, inputs, n);
        buf_add_c(buf, "}");
    }
    buf_add_c(buf, "]");
}

/* What is told of every rule that was tried. */
struct trial {
    const char *kind, *outcome;
    struct str rule, name, because, clause, row;
};

static void begin_trial(const struct docs *docs, struct buf *buf, const struct trial *trial,
                        bool is_first) {
    buf_add_c(buf, is_first ? "\n {" : ",\n {");
    add_name(buf, "kind", true);
    buf_add_json(buf, str_from_c(trial->kind));
    add_text(buf, "rule", trial->rule);
    add_text(buf, "name", trial->name);
    add_text(buf, "outcome", str_from_c(trial->outcome));
    add_text(buf, "because", trial->because);
    add_text(buf, "clause", trial->clause);
    add_text(buf, "row", trial->row);
    add_text(buf, "edition", docs->settings.edition);
}

/* A side of the matrix. */
static void add_side(const struct docs *docs, struct buf *buf, const struct grading *grading,
                     bool is_s) {
    const struct matrix_hit *hit = is_s ? &grading->s_hit : &grading->a_hit;
    const struct evidence evidence[] = {hit->object_evidence, hit->degree_evidence};
    const struct trial trial = {
        .kind = "matrix",
        .outcome = hit->level ? "applies" : "unknown",
        .rule = grading->standard,
        .name = is_s ? STR("s") : STR("a"),
        .because = hit->level ? str_format(buf->arena, "object=%d degree=%d: %d", hit->object,
                                           hit->degree, hit->level)
                              : (struct str){0},
        .clause = grading->matrix_clause,
    };
    begin_trial(docs, buf, &trial, is_s);
    add_level(buf, "level", hit->level);
    add_evidence(buf, evidence, 2);
    buf_add_c(buf, "}");
}

static void add_floor(const struct docs *docs, struct buf *buf, const struct floor_hit *hit) {
    const struct trial trial = {
        .kind = "floor",
        .outcome = hit->strength == FLOOR_HARD   ? "applies"
                   : hit->strength == FLOOR_OPEN ? "unknown"
                                                 : "not",
        .rule = hit->rule,
        .name = hit->category,
        .because = hit->reason,
        .clause = hit->clause,
        .row = hit->row,
    };
    begin_trial(docs, buf, &trial, false);
    add_level(buf, "level", hit->level);
    add_name(buf, "lifted", false);
    buf_add_c(buf, hit->is_lifted ? "true" : "false");
    add_evidence(buf, hit->evidence, hit->n_evidence);
    buf_add_c(buf, "}");
}

static void add_route(const struct docs *docs, struct buf *buf, const struct account *account,
                      enum filing filing) {
    const struct route route = rules_route(docs->rules, buf->arena, account->findings->unit,
                                           account->grading->system, filing);
    const struct trial trial = {
        .kind = "route",
        .outcome = route.certainty == ROUTE_OPEN ? "unknown" : "applies",
        .rule = filing == FILING_POLICE ? STR("police") : STR("health"),
        .name = route.bureau,
        .because = route.reason,
        .clause = route.clause,
        .row = route.row,
    };
    begin_trial(docs, buf, &trial, false);
    add_text(buf, "general", route.general);
    add_evidence(buf, route.evidence, route.n_evidence);
    buf_add_c(buf, "}");
}

static void add_duty(const struct docs *docs, struct buf *buf, const struct account *account,
                     const struct duty_finding *finding, bool is_first) {
    bool applies = finding->cause == DUTY_APPLIES;
    size_t n_evidence = 0;
    const struct evidence *evidence = NULL;
    if (applies) {
        evidence = rules_duty_evidence(docs->rules, buf->arena, account->findings->unit,
                                       docs->settings.as_of, finding, &n_evidence);
    }
    const struct trial trial = {
        .kind = "duty",
        .outcome = finding->cause == DUTY_UNANSWERED ? "unknown"
                   : !applies                        ? "not"
                   : finding->status == DUTY_UNTOLD  ? "unknown"
                                                     : "applies",
        .rule = finding->duty->id,
        .name = finding->duty->title,
        .because = rules_cause_words(docs->rules, buf->arena, finding),
        .clause = finding->duty->clause,
        .row = finding->duty->row,
    };
    begin_trial(docs, buf, &trial, is_first);
    add_text(buf, "status", rules_status_name(docs->rules, finding->status));
    add_day(buf, "due", finding->due, DATE_DAY);
    add_day(buf, "done", finding->done, finding->done_precision);
    add_name(buf, "days_late", false);
    buf_format(buf, "%d", (int)finding->days_late);
    add_evidence(buf, evidence, n_evidence);
    buf_add_c(buf, "}");
}

static void add_tried(const struct docs *docs, struct buf *buf, const struct account *account) {
    const struct grading *grading = account->grading;
    add_name(buf, "tried", false);
    buf_add_c(buf, "[");
    if (grading) {
        add_side(docs, buf, grading, true);
        add_side(docs, buf, grading, false);
        for (size_t i = 0; i < grading->n_hits; i++) {
            add_floor(docs, buf, &grading->hits[i]);
        }
        for (enum filing filing = 0; filing < N_FILINGS; filing++) {
            add_route(docs, buf, account, filing);
        }
    }
    for (size_t i = 0; i < account->n_duties; i++) {
        add_duty(docs, buf, account, &account->duties[i], !grading && i == 0);
    }
    buf_add_c(buf, "]");
}

static void add_result(const struct docs *docs, struct buf *buf, const struct grading *grading) {
    add_name(buf, "result", false);
    buf_add_c(buf, "{");
    add_name(buf, "verdict", true);
    buf_add_json(buf, rules_verdict_name(docs->rules, grading->verdict));
    add_level(buf, "level_declared", grading->level_declared);
    add_level(buf, "level_matrix", grading->level_matrix);
    add_level(buf, "s_matrix", grading->s_matrix);
    add_level(buf, "a_matrix", grading->a_matrix);
    add_level(buf, "floor", grading->floor);
    add_level(buf, "level_final", grading->level_final);
    add_level(buf, "level_duty", grading->level_duty);
    add_text(buf, "name", grading->sag_name);
    add_name(buf, "decides", false);
    buf_add_c(buf, "[");
    for (size_t i = 0; i < grading->n_decides; i++) {
        buf_add_c(buf, i ? "," : "");
        buf_add_json(buf, str_from_c(field_info(grading->decides[i])->name));
    }
    buf_add_c(buf, "]}");
}

static void add_system(const struct docs *docs, struct buf *buf,
                       const struct unit_findings *findings, const struct grading *grading) {
    const struct account account = account_make(docs, buf->arena, findings, grading);
    buf_add_c(buf, "{");
    add_name(buf, "name", true);
    buf_add_json(buf, docs_text(&grading->system->record, FIELD_SYSTEM_NAME));
    add_name(buf, "number", false);
    buf_format(buf, "%zu", grading->system->ordinal);
    add_result(docs, buf, grading);
    add_inputs(docs, buf, &account);
    add_rows(docs, buf, "gaps", &grading->system->gaps);
    add_tried(docs, buf, &account);
    buf_add_c(buf, "}");
}

void account_unit_json(const struct docs *docs, struct buf *buf,
                       const struct unit_findings *findings, const size_t *systems,
                       size_t n_systems) {
    const struct account account = account_make(docs, buf->arena, findings, NULL);
    buf_add_c(buf, "{");
    add_name(buf, "id", true);
    buf_add_json(buf, findings->unit->id);
    add_text(buf, "name", docs_text(&findings->unit->record, FIELD_UNIT_NAME));
    add_inputs(docs, buf, &account);
    add_rows(docs, buf, "experts", &findings->unit->experts);
    add_tried(docs, buf, &account);
    add_name(buf, "systems", false);
    buf_add_c(buf, "[");
    for (size_t i = 0; i < n_systems; i++) {
        buf_add_c(buf, i ? ",\n" : "\n");
        add_system(docs, buf, findings, &findings->gradings[systems[i]]);
    }
    buf_add_c(buf, "]}");
}

/* The rules that are not in force at the day, or were checked too long ago. */
static void add_doubts(const struct docs *docs, struct buf *buf) {
    size_t n;
    const struct rule_doubt *doubts =
        rules_doubt_dates(docs->rules, buf->arena, docs->settings.as_of, &n);
    add_name(buf, "doubtful_rules", false);
    buf_add_c(buf, "[");
    for (size_t i = 0; i < n; i++) {
        buf_add_c(buf, i ? ",\n {" : "\n {");
        add_name(buf, "rule", true);
        buf_add_json(buf, doubts[i].rule);
        add_text(buf, "source", doubts[i].source);
        add_text(buf, "state", doubts[i].is_valid ? STR("unchecked") : STR("not-in-force"));
        add_day(buf, "checked_on", doubts[i].checked, DATE_DAY);
        add_text(buf, "row", origin_text(buf->arena, doubts[i].origin));
        buf_add_c(buf, "}");
    }
    buf_add_c(buf, "]");
}

void account_begin_json(const struct docs *docs, struct buf *buf) {
    /* everything that decides: the rule tables, and how cells are read */
    static const struct str deciding[] = {STR_INIT("rules/"), STR_INIT("columns/")};
    buf_add_c(buf, "{");
    add_name(buf, "format", true);
    buf_format(buf, "%d", ACCOUNT_FORMAT);
    add_text(buf, "edition", docs->settings.edition);
    add_day(buf, "as_of", docs->settings.as_of, DATE_DAY);
    add_doubts(docs, buf);
    add_text(buf, "rules_sha256", shelf_digest(docs->shelf, buf->arena, deciding, 2));
    add_name(buf, "units", false);
    buf_add_c(buf, "[");
}
