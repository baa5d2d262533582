/* The machine's copy of everything: the tables of data/, with the contract's columns. */
#include "docs/room.h"

/* A table being filled row by row. */
struct table_writer {
    struct arena *arena;
    struct workbook workbook;
    struct sheet *sheet;
    uint32_t row, column;
};

static void add_cell(struct table_writer *writer, struct str text) {
    sheet_text(writer->arena, writer->sheet, writer->row, writer->column++, text, STYLE_BODY);
}

/* A number; 0 stands for unknown where `blank_zero` says so. */
static void add_count(struct table_writer *writer, size_t count, bool blank_zero) {
    add_cell(writer,
             blank_zero && !count ? (struct str){0} : str_format(writer->arena, "%zu", count));
}

static void add_level(struct table_writer *writer, int level) {
    add_count(writer, level > 0 ? (size_t)level : 0, true);
}

static void end_row(struct table_writer *writer) {
    writer->row++;
    writer->column = 0;
}

/* Opens a table with the header given as comma-separated names. */
static void open_table(struct table_writer *writer, struct arena *arena, const char *header) {
    *writer = (struct table_writer){.arena = arena};
    writer->sheet = sheet_add(arena, &writer->workbook, STR("data"));
    struct str rest = str_from_c(header), name;
    while (str_split(&rest, STR(","), &name)) {
        add_cell(writer, name);
    }
    end_row(writer);
}

static bool take_table(const struct table_writer *writer, const char *path,
                       const struct product_sink *sink) {
    const struct product product = {.path = str_from_c(path), .table = writer->sheet};
    return sink->take(sink->context, &product);
}

/* file!sheet!row: where a record came from. */
static struct str make_source(struct arena *arena, struct origin origin) {
    if (!origin.source) {
        return (struct str){0};
    }
    return str_format(arena, "%" STR_FMT "!%" STR_FMT "!%u", STR_ARG(origin.source->file),
                      STR_ARG(origin.source->sheet), origin.row);
}

static void add_unit(struct table_writer *writer, const struct unit *unit) {
    static const enum field fields[] = {
        FIELD_UNIT_NAME, FIELD_UNIT_CREDIT_CODE,    FIELD_UNIT_PROVINCE,
        FIELD_UNIT_CITY, FIELD_UNIT_COUNTY,         FIELD_UNIT_REGION_CODE,
        FIELD_UNIT_KIND, FIELD_UNIT_HOSPITAL_CLASS, FIELD_UNIT_ADMIN_LEVEL,
    };
    add_cell(writer, unit->id);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        add_cell(writer, docs_text(&unit->record, fields[i]));
    }
    add_cell(writer, make_source(writer->arena, unit->record.origin));
    end_row(writer);
}

/* The ids of the floor rules that hold, joined by semicolons. */
static struct str join_floor_rules(struct arena *arena, const struct grading *grading) {
    struct str rules[sizeof grading->hits / sizeof grading->hits[0]];
    size_t n = 0;
    for (size_t i = 0; i < grading->n_hits; i++) {
        if (grading->hits[i].strength == FLOOR_HARD) {
            rules[n++] = grading->hits[i].rule;
        }
    }
    return str_join(arena, rules, n, STR(";"));
}

static void add_system(const struct docs *docs, struct table_writer *writer,
                       const struct unit *unit, const struct grading *grading) {
    const struct record *record = &grading->system->record;
    add_cell(writer, unit->id);
    add_count(writer, grading->system->ordinal, false);
    add_cell(writer, docs_text(record, FIELD_SYSTEM_NAME));
    add_cell(writer, docs_text(record, FIELD_SYSTEM_CATEGORY));
    const int levels[] = {grading->level_declared, grading->s_declared, grading->a_declared,
                          grading->level_matrix,   grading->s_matrix,   grading->a_matrix,
                          grading->floor};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        add_level(writer, levels[i]);
    }
    add_cell(writer, join_floor_rules(writer->arena, grading));
    add_level(writer, grading->level_final);
    add_level(writer, grading->level_duty);
    add_cell(writer, rules_verdict_name(docs->rules, grading->verdict));
    add_cell(writer, docs->settings.edition);
    add_cell(writer, make_source(writer->arena, record->origin));
    end_row(writer);
}

bool docs_data_tables(const struct docs *docs, struct arena *arena,
                      struct unit_findings *const *findings, size_t n_findings,
                      const struct product_sink *sink) {
    struct table_writer units, systems;
    open_table(&units, arena,
               "unit_id,name,credit_code,province,city,county,region_code,unit_kind,"
               "hospital_class,admin_level,source");
    open_table(&systems, arena,
               "unit_id,system_no,name,category,level_declared,s_declared,a_declared,"
               "level_matrix,s_matrix,a_matrix,floor,floor_rules,level_final,level_duty,verdict,"
               "edition,source");
    for (size_t i = 0; i < n_findings; i++) {
        const struct unit *unit = findings[i]->unit;
        add_unit(&units, unit);
        for (size_t j = 0; j < findings[i]->n_gradings; j++) {
            add_system(docs, &systems, unit, &findings[i]->gradings[j]);
        }
    }
    return take_table(&units, "data/units.csv", sink) &&
           take_table(&systems, "data/systems.csv", sink);
}

static void add_diagnostic(struct table_writer *writer, const struct diag_item *item) {
    const struct source *source = item->origin.source;
    add_cell(writer, source ? source->file : (struct str){0});
    add_cell(writer, source ? source->sheet : (struct str){0});
    add_cell(writer, origin_cell(writer->arena, item->origin));
    add_cell(writer, diag_name(item->id));
    add_cell(writer, severity_name(item->severity));
    add_cell(writer, item->header);
    add_cell(writer, item->value);
    add_cell(writer, item->message);
    add_cell(writer, item->suggestion);
    end_row(writer);
}

static void add_file(struct table_writer *writer, const struct file_facts *file) {
    add_cell(writer, file->name);
    add_cell(writer, file->sha256);
    add_cell(writer, file->kind);
    add_cell(writer, file->encoding);
    const size_t counts[] = {file->n_sheets, file->n_units, file->n_systems, file->n_errors,
                             file->n_warnings};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        add_count(writer, counts[i], false);
    }
    add_cell(writer, file->status);
    end_row(writer);
}

bool docs_problem_tables(struct arena *arena, const struct diag *reported,
                         const struct file_facts *files, size_t n_files,
                         const struct product_sink *sink) {
    struct table_writer diagnostics, received;
    open_table(&diagnostics, arena, "file,sheet,cell,id,severity,header,value,message,suggestion");
    for (size_t i = 0; i < reported->n_items; i++) {
        add_diagnostic(&diagnostics, &reported->items[i]);
    }
    open_table(&received, arena,
               "file,sha256,kind,encoding,sheets,units,systems,errors,warnings,status");
    for (size_t i = 0; i < n_files; i++) {
        add_file(&received, &files[i]);
    }
    return take_table(&diagnostics, "data/diagnostics.csv", sink) &&
           take_table(&received, "data/files.csv", sink);
}
