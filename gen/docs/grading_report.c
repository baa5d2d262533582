/* 定级报告: its words are templates/prose/grading-report; here are only its three tables. */
#include "docs/grading_report.h"

#include "docs/flowing.h"
#include "docs/names.h"

/* Objects and degrees of the matrix (GB/T 22240-2008). */
#define N_OBJECTS 3
#define N_DEGREES 3

struct grading_report {
    struct flowing flowing;
    /* Sections of the prose file. */
    const struct yaml *matrix, *result;
};

/* The report being made. */
struct grading_occasion {
    struct subject subject;
    const struct grading_report *report;
};

static struct text plain(struct str text) {
    return (struct text){.text = text};
}

/* Entry i of a list in a section. */
static struct str entry(const struct yaml *section, const char *list, size_t i) {
    return yaml_get(section, list)->items[i]->text;
}

static struct str level_word(const struct grading_occasion *occasion, int level) {
    const struct subject *subject = &occasion->subject;
    const struct str_argument argument = {STR("1"),
                                          rules_level(subject->docs->rules, level).numeral};
    struct str pattern = yaml_text(occasion->report->matrix, "level");
    return level ? str_fill(subject->arena, pattern, &argument, 1) : (struct str){0};
}

/*
 *     | object | degree of harm               |
 *     |        | 一般损害 | 严重损害 | 特别严重 |
 *     | 公民 … | 第一级   | 第二级   | 第二级   |   the hit cell is shaded
 */
static const struct flow_table *make_matrix(const struct grading_occasion *occasion,
                                            bool is_service) {
    const struct subject *subject = &occasion->subject;
    enum { COLUMNS = 1 + N_DEGREES, ROWS = 2 + N_OBJECTS };
    static const double widths[COLUMNS] = {4, 2, 2, 2};
    const struct yaml *words = occasion->report->matrix;
    const struct matrix_hit *hit = is_service ? &subject->grading->a_hit : &subject->grading->s_hit;
    struct table_cell *cells = ARENA_ARRAY(subject->arena, struct table_cell, ROWS * COLUMNS);
    cells[0] =
        (struct table_cell){.text = plain(yaml_text(words, is_service ? "a_object" : "s_object")),
                            .row_span = 2,
                            .is_header = true};
    cells[1] = (struct table_cell){
        .text = plain(yaml_text(words, "degree")), .column_span = N_DEGREES, .is_header = true};
    cells[2].is_covered = cells[3].is_covered = cells[COLUMNS].is_covered = true;
    for (int degree = 1; degree <= N_DEGREES; degree++) {
        cells[COLUMNS + degree] = (struct table_cell){
            .text = plain(entry(words, "degrees", (size_t)degree - 1)), .is_header = true};
    }
    for (int object = 1; object <= N_OBJECTS; object++) {
        struct table_cell *row = cells + (object + 1) * COLUMNS;
        row[0].text = plain(entry(words, "objects", (size_t)object - 1));
        for (int degree = 1; degree <= N_DEGREES; degree++) {
            int level = rules_matrix_level(subject->docs->rules, object, degree);
            row[degree].text = plain(level_word(occasion, level));
            row[degree].is_shaded = hit->object == object && hit->degree == degree;
        }
    }
    struct flow_table *table = ARENA_NEW(subject->arena, struct flow_table);
    *table =
        (struct flow_table){.cells = cells,
                            .n_rows = ROWS,
                            .n_columns = COLUMNS,
                            .n_header_rows = 2,
                            .widths = widths,
                            .caption = yaml_text(words, is_service ? "a_caption" : "s_caption")};
    return table;
}

/* 信息系统名称 | 安全保护等级 | 业务信息安全等级 | 系统服务安全等级: parts that were not declared
 * stay blank. */
static const struct flow_table *make_result(const struct grading_occasion *occasion) {
    enum { COLUMNS = 4 };
    static const double widths[COLUMNS] = {3.4, 2.2, 2.2, 2.2};
    const struct subject *subject = &occasion->subject;
    const struct grading *grading = subject->grading;
    const struct yaml *words = occasion->report->result;
    const int levels[] = {grading->level_final, grading->s_declared, grading->a_declared};
    struct table_cell *cells = ARENA_ARRAY(subject->arena, struct table_cell, 2 * COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        cells[i].text = plain(entry(words, "columns", i));
        cells[i].is_header = true;
    }
    cells[COLUMNS].text = names_text(subject, "system.name");
    for (size_t i = 0; i < 3; i++) {
        cells[COLUMNS + 1 + i].text = plain(level_word(occasion, levels[i]));
    }
    struct flow_table *table = ARENA_NEW(subject->arena, struct flow_table);
    *table = (struct flow_table){.cells = cells,
                                 .n_rows = 2,
                                 .n_columns = COLUMNS,
                                 .n_header_rows = 1,
                                 .widths = widths,
                                 .caption = yaml_text(words, "caption")};
    return table;
}

static const struct flow_table *make_table(void *context, struct arena *arena, struct str name) {
    (void)arena;
    if (str_is(name, "matrix_s") || str_is(name, "matrix_a")) {
        return make_matrix(context, str_is(name, "matrix_a"));
    }
    return str_is(name, "result") ? make_result(context) : NULL;
}

struct document *grading_report_build(const struct docs *docs, struct arena *arena,
                                      const struct unit_findings *findings,
                                      const struct grading *grading, struct diag *diag) {
    struct grading_occasion occasion = {
        {.docs = docs, .arena = arena, .findings = findings, .grading = grading},
        docs->grading_report};
    const struct prose_scope scope = names_scope(&occasion.subject);
    const struct outline_parts parts = {.table = make_table, .context = &occasion};
    const struct flowing *flowing = &docs->grading_report->flowing;
    struct str mark =
        grading->needs_review ? yaml_text(flowing->words, "review_mark") : (struct str){0};
    struct str author = names_text(&occasion.subject, "unit.name").text;
    return flowing_build(docs, arena, flowing, &scope, &parts, mark, author, diag);
}

/* A list of exactly n texts. */
#define TEXTS(n) YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = (n), .high = (n))

static const struct yaml_shape matrix_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("s_object", &yaml_some_text), YAML_NEED("a_object", &yaml_some_text),
        YAML_NEED("degree", &yaml_some_text), YAML_NEED("objects", TEXTS(N_OBJECTS)),
        YAML_NEED("degrees", TEXTS(N_DEGREES)), YAML_NEED("level", &yaml_some_text),
        YAML_NEED("s_caption", &yaml_some_text), YAML_NEED("a_caption", &yaml_some_text))};
static const struct yaml_shape grading_report_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        FLOWING_KEYS, YAML_NEED("review_mark", &yaml_some_text), YAML_NEED("matrix", &matrix_shape),
        YAML_NEED("result", YAML_SHAPE(.kind = YAML_RECORD,
                                       .keys = YAML_KEYS(YAML_NEED("caption", &yaml_some_text),
                                                         YAML_NEED("columns", TEXTS(4))))))};

struct grading_report *grading_report_read(const struct docs *docs, struct diag *diag) {
    struct grading_report *report = ARENA_NEW(docs->arena, struct grading_report);
    if (!flowing_read(docs, "grading-report", &grading_report_shape, &report->flowing, diag)) {
        return NULL;
    }
    report->matrix = yaml_get(report->flowing.words, "matrix");
    report->result = yaml_get(report->flowing.words, "result");
    struct grading_occasion occasion = {names_specimen(docs, docs->arena), report};
    const struct prose_scope scope = names_scope(&occasion.subject);
    const struct outline_parts parts = {.table = make_table, .context = &occasion};
    return flowing_check(docs, &report->flowing, &scope, &parts, diag) ? report : NULL;
}
