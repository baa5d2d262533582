/* What changed since the run that this one is held against, as a table of index.html. */
#include "docs/overview_inner.h"

/* Columns of the table. */
enum { N_HEADS = 5 };

static const struct yaml_shape heads_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = N_HEADS, .high = N_HEADS};
static const struct yaml_shape fields_shape = {.kind = YAML_NAMED, .entry = &yaml_some_text};
const struct yaml_shape overview_changes_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("title", &yaml_some_text), YAML_NEED("last_title", &yaml_some_text),
                      YAML_NEED("gap", &yaml_some_text), YAML_NEED("duty", &yaml_some_text),
                      YAML_NEED("heads", &heads_shape), YAML_NEED("added", &yaml_some_text),
                      YAML_NEED("removed", &yaml_some_text), YAML_NEED("yes", &yaml_some_text),
                      YAML_NEED("no", &yaml_some_text), YAML_NEED("fields", &fields_shape),
                      YAML_NEED("more", &yaml_some_text),
                      YAML_NEED("most", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 5000)))};

/* The column of units or systems that a name is nearest to. */
static struct str nearest_column(struct str name) {
    struct str names[N_LEDGER_COLUMNS];
    size_t n = 0, n_units, n_systems;
    enum ledger_column units = ledger_first_column(LEDGER_UNITS, &n_units);
    enum ledger_column systems = ledger_first_column(LEDGER_SYSTEMS, &n_systems);
    for (size_t i = 0; i < n_units; i++) {
        names[n++] = ledger_column_name((enum ledger_column)(units + i));
    }
    for (size_t i = 0; i < n_systems; i++) {
        names[n++] = ledger_column_name((enum ledger_column)(systems + i));
    }
    return str_nearest(name, names, n);
}

bool overview_check_changes(const struct yaml *words, struct diag *diag) {
    const struct yaml *fields = yaml_get(words, "fields");
    bool done = true;
    for (size_t i = 0; i < fields->n_items; i++) {
        enum ledger_column column;
        bool is_there = ledger_find_column(LEDGER_SYSTEMS, fields->keys[i], &column) ||
                        ledger_find_column(LEDGER_UNITS, fields->keys[i], &column);
        done &= is_there || row_count_refuse(fields->items[i], "fields", fields->keys[i],
                                             nearest_column(fields->keys[i]), diag);
    }
    return done;
}

/* The column of units, systems or management whose cells a field of a change tells; false for what
 * is none. */
static bool find_changed(struct str field, enum ledger_column *column) {
    if (str_starts(field, STR(LEDGER_OF_MANAGEMENT))) {
        struct str name = str_slice(field, sizeof LEDGER_OF_MANAGEMENT - 1, field.len);
        return ledger_find_column(LEDGER_MANAGEMENT, name, column);
    }
    return ledger_find_column(LEDGER_SYSTEMS, field, column) ||
           ledger_find_column(LEDGER_UNITS, field, column);
}

/* Title of a duty of the edition; its id where it is of another. */
static struct str title_duty(const struct docs *docs, struct arena *arena, struct str id) {
    size_t n;
    const struct duty *const *duties = rules_duties(docs->rules, arena, &n);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(duties[i]->id, id)) {
            return duties[i]->title;
        }
    }
    return id;
}

/* What the field of a change is called. */
static struct str name_field(const struct docs *docs, struct arena *arena, const struct yaml *words,
                             struct str field) {
    const struct yaml *fields = yaml_get(words, "fields");
    enum ledger_column column;
    if (str_starts(field, STR(LEDGER_OF_GAP))) {
        const struct str_argument clause = {STR("clause"),
                                            str_slice(field, sizeof LEDGER_OF_GAP - 1, field.len)};
        return str_fill(arena, yaml_text(words, "gap"), &clause, 1);
    }
    if (str_starts(field, STR(LEDGER_OF_DUTY))) {
        struct str id = str_slice(field, sizeof LEDGER_OF_DUTY - 1, field.len);
        const struct str_argument duty = {STR("duty"), title_duty(docs, arena, id)};
        return str_fill(arena, yaml_text(words, "duty"), &duty, 1);
    }
    if (str_starts(field, STR(LEDGER_OF_MANAGEMENT))) {
        bool is_known = find_changed(field, &column) && ledger_column_field(column) != N_FIELDS;
        return is_known ? docs->labels->labels[ledger_column_field(column)] : field;
    }
    for (size_t i = 0; i < fields->n_items; i++) {
        if (str_equal(fields->keys[i], field)) {
            return fields->items[i]->text;
        }
    }
    enum field from = find_changed(field, &column) ? ledger_column_field(column) : N_FIELDS;
    return from == N_FIELDS ? field : docs->labels->labels[from];
}

/* A side of a change in words. */
static struct str say_side(const struct docs *docs, const struct yaml *words, struct str field,
                           struct str side) {
    enum ledger_column column;
    int64_t level;
    if (!side.len || !find_changed(field, &column)) {
        return side;
    }
    enum ledger_type type = ledger_column_type(column);
    bool is_level = type == LEDGER_AS_LEVEL && str_to_int(side, &level) && level > 0 && level <= 5;
    return type == LEDGER_AS_BOOL ? yaml_text(words, str_is(side, "1") ? "yes" : "no")
           : is_level             ? rules_level(docs->rules, (int)level).label
                                  : side;
}

/* The cells of a change: whose, of which system, what, before and now. */
static void read_change(const struct docs *docs, struct arena *arena, const struct ledger *ledger,
                        const struct ledger_row *row, struct str cells[N_HEADS]) {
    const struct yaml *words = yaml_get(docs->overview->words, "changes");
    struct str field = ledger_cell(row, LEDGER_CHANGES_FIELD);
    struct str before = ledger_cell(row, LEDGER_CHANGES_BEFORE);
    struct str after = ledger_cell(row, LEDGER_CHANGES_AFTER);
    bool is_new = str_is(field, "added"), is_gone = str_is(field, "removed");
    bool is_of_system = ledger_cell(row, LEDGER_CHANGES_SYSTEM_NO).len > 0;
    struct ledger_operand unit, system;
    ledger_find_operand(LEDGER_CHANGES, STR("units.name"), &unit);
    ledger_find_operand(LEDGER_CHANGES, STR("systems.name"), &system);
    struct str name = ledger_look(ledger, unit, row);
    cells[0] = name.len ? name : ledger_cell(row, LEDGER_CHANGES_UNIT_ID);
    cells[1] = !is_of_system ? (struct str){0}
               : is_new      ? after
               : is_gone     ? before
                             : ledger_look(ledger, system, row);
    cells[2] = is_new    ? yaml_text(words, "added")
               : is_gone ? yaml_text(words, "removed")
                         : name_field(docs, arena, words, field);
    cells[3] = is_new ? (struct str){0} : say_side(docs, words, field, before);
    cells[4] = is_gone ? (struct str){0} : say_side(docs, words, field, after);
}

/* Whether the change is shown. What an institution or a system was that is gone is not: that it is
 * gone is enough; nor that a system is mended, as the columns are that say so. */
static bool is_shown(const struct ledger *ledger, const struct ledger_row *row) {
    struct str field = ledger_cell(row, LEDGER_CHANGES_FIELD);
    bool is_there = ledger_find_unit(ledger, ledger_cell(row, LEDGER_CHANGES_UNIT_ID)) != SIZE_MAX;
    return str_is(field, "removed") ||
           (is_there && !str_is(field, LEDGER_MENDED) &&
            !str_equal(field, ledger_column_name(LEDGER_SYSTEMS_SOURCE)));
}

static void add_change(const struct docs *docs, struct arena *arena, struct buf *html,
                       const struct ledger *ledger, const struct ledger_row *row) {
    struct str cells[N_HEADS];
    read_change(docs, arena, ledger, row, cells);
    buf_add_c(html, "<tr>");
    for (size_t k = 0; k < N_HEADS; k++) {
        buf_add_c(html, "<td>");
        overview_add_text(html, cells[k]);
    }
    buf_add_c(html, "\n");
}

void overview_add_changes(const struct docs *docs, struct arena *arena, struct buf *html,
                          const struct overview_facts *facts) {
    const struct ledger *ledger = facts->ledger;
    const struct yaml *words = yaml_get(docs->overview->words, "changes");
    const struct yaml *heads = yaml_get(words, "heads");
    size_t n = ledger_n_rows(ledger, LEDGER_CHANGES), most = docs->overview->most_changes;
    if (!n) {
        return;
    }
    buf_add_c(html, "<h2>");
    overview_add_text(html, yaml_text(words, facts->is_of_year ? "title" : "last_title"));
    buf_add_c(html, "</h2>\n<div class=\"scroll\"><table id=\"changes\"><thead><tr>");
    for (size_t i = 0; i < heads->n_items; i++) {
        buf_add_c(html, "<th scope=\"col\">");
        overview_add_text(html, heads->items[i]->text);
        buf_add_c(html, "</th>");
    }
    buf_add_c(html, "</tr></thead><tbody>\n");
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_CHANGES, i);
        bool is_one = is_shown(ledger, row);
        n_shown += is_one;
        if (is_one && n_shown <= most) {
            add_change(docs, arena, html, ledger, row);
        }
    }
    buf_add_c(html, "</tbody></table></div>\n");
    if (n_shown > most) {
        const struct str_argument count = {STR("n"), str_format(arena, "%zu", n_shown - most)};
        buf_add_c(html, "<p class=\"faint\">");
        overview_add_text(html, str_fill(arena, yaml_text(words, "more"), &count, 1));
        buf_add_c(html, "</p>\n");
    }
}
