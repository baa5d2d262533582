/* 到期日历 as RFC 5545 has it: lines of at most 75 octets that end in CR LF, texts with their
 * commas, semicolons and line breaks escaped. */
#include "docs/calendar.h"

#include <stdlib.h>

/* Octets of a line, its end left out (RFC 5545, 3.1). */
enum { LONGEST_LINE = 75 };

struct calendar {
    /* Of the file, of an event, and of what it says besides. */
    const struct prose *name, *summary, *description;
    /* Words of the province's, and how many holders of a duty it names. */
    const struct yaml *of_province;
    size_t most;
};

static const struct yaml_shape province_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("summary", &yaml_some_text),
                  YAML_NEED("description", &yaml_some_text), YAML_NEED("holder", &yaml_some_text),
                  YAML_NEED("joiner", &yaml_some_text), YAML_NEED("more", &yaml_some_text),
                  YAML_NEED("most", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 1000)))};

static const struct yaml_shape calendar_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("summary", &yaml_some_text),
                      YAML_NEED("description", &yaml_some_text),
                      YAML_NEED("province", &province_shape))};

struct calendar *calendar_read(const struct docs *docs, struct diag *diag) {
    const struct yaml *words =
        shelf_yaml(docs->shelf, "prose/calendar", docs->settings.edition, &calendar_shape, diag);
    struct calendar *calendar = ARENA_NEW(docs->arena, struct calendar);
    if (!words) {
        return NULL;
    }
    struct subject of_unit = names_specimen(docs, docs->arena);
    of_unit.grading = NULL;
    struct subject of_duty = of_unit;
    of_duty.duty = &of_unit.findings->duties[0];
    const struct prose_scope unit = names_scope(&of_unit), duty = names_scope(&of_duty);
    calendar->of_province = yaml_get(words, "province");
    calendar->most = (size_t)yaml_int(calendar->of_province, "most", 1, diag);
    calendar->name = prose_read(docs->arena, words, "name", &unit, diag);
    calendar->summary = prose_read(docs->arena, words, "summary", &duty, diag);
    calendar->description = prose_read(docs->arena, words, "description", &duty, diag);
    return calendar->name && calendar->summary && calendar->description ? calendar : NULL;
}

/* Adds a line, folded at whole characters; what goes on begins with a blank. */
static void add_line(struct buf *buf, struct str line) {
    size_t start = 0, room = LONGEST_LINE;
    while (line.len - start > room) {
        size_t end = start + room;
        while (end > start && (line.data[end] & 0xC0) == 0x80) {
            end--;
        }
        buf_add(buf, str_slice(line, start, end));
        buf_add_c(buf, "\r\n ");
        start = end;
        room = LONGEST_LINE - 1;
    }
    buf_add(buf, str_slice(line, start, line.len));
    buf_add_c(buf, "\r\n");
}

/* Adds a property whose value is a text (RFC 5545, 3.3.11). */
static void add_text(struct arena *arena, struct buf *buf, const char *property, struct str text) {
    struct buf line = {.arena = arena};
    buf_add_c(&line, property);
    buf_add_byte(&line, ':');
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];
        if (byte == '\n') {
            buf_add_c(&line, "\\n");
        } else if (byte == ',' || byte == ';' || byte == '\\') {
            buf_add_byte(&line, '\\');
            buf_add(&line, str_slice(text, i, i + 1));
        } else if ((unsigned char)byte >= ' ') {
            buf_add(&line, str_slice(text, i, i + 1));
        }
    }
    add_line(buf, buf_str(&line));
}

static void add_day(struct arena *arena, struct buf *buf, const char *property, struct date date) {
    add_line(buf, str_format(arena, "%s:%04d%02d%02d", property, date.year, date.month, date.day));
}

/* An event is known by what it is about, so that a newer file replaces an older one. */
static struct str make_uid(struct arena *arena, const struct str parts[3]) {
    struct str hash = hash_sha256(arena, str_join(arena, parts, 3, STR("|")));
    return str_format(arena, "UID:%.32s@dengbao", hash.data);
}

/* By its unit, system and duty. */
static struct str find_uid(const struct subject *subject) {
    const struct duty_finding *found = subject->duty;
    const struct str parts[] = {subject->findings->unit->id,
                                found->system ? docs_text(&found->system->record, FIELD_SYSTEM_NAME)
                                              : (struct str){0},
                                found->duty->id};
    return make_uid(subject->arena, parts);
}

static void put_event(const struct docs *docs, struct arena *arena, struct buf *buf, struct str uid,
                      struct date day, const struct str texts[2]) {
    struct date as_of = docs->settings.as_of;
    buf_add_c(buf, "BEGIN:VEVENT\r\n");
    add_line(buf, uid);
    add_line(buf,
             str_format(arena, "DTSTAMP:%04d%02d%02dT000000Z", as_of.year, as_of.month, as_of.day));
    add_day(arena, buf, "DTSTART;VALUE=DATE", day);
    add_day(arena, buf, "DTEND;VALUE=DATE", date_from_days(date_to_days(day) + 1));
    add_text(arena, buf, "SUMMARY", texts[0]);
    add_text(arena, buf, "DESCRIPTION", texts[1]);
    buf_add_c(buf, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

static bool add_event(struct buf *buf, struct subject *subject, struct diag *diag) {
    const struct calendar *calendar = subject->docs->calendar;
    struct arena *arena = subject->arena;
    const struct prose_scope scope = names_scope(subject);
    struct str texts[2];
    bool done = prose_words(arena, calendar->summary, &scope, diag, &texts[0]) &&
                prose_words(arena, calendar->description, &scope, diag, &texts[1]);
    if (done) {
        put_event(subject->docs, arena, buf, find_uid(subject), subject->duty->due, texts);
    }
    return done;
}

static void begin(struct arena *arena, struct buf *buf, struct str name) {
    buf_add_c(buf, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dengbao//calendar//ZH\r\n"
                   "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    if (name.len) {
        add_text(arena, buf, "X-WR-CALNAME", name);
    }
}

struct str calendar_build(const struct docs *docs, struct subject *subject, struct diag *diag) {
    const struct prose_scope scope = names_scope(subject);
    struct buf buf = {.arena = subject->arena};
    struct answer due;
    struct str name = {0};
    bool done = names_ask(subject, STR("duties.due"), &due) &&
                prose_words(subject->arena, docs->calendar->name, &scope, diag, &name);
    begin(subject->arena, &buf, name);
    for (size_t i = 0; done && i < due.n_items; i++) {
        done = add_event(&buf, &due.items[i], diag);
    }
    buf_add_c(&buf, "END:VCALENDAR\r\n");
    return done ? buf_str(&buf) : (struct str){0};
}

/* ---- the province's ----------------------------------------------------------------------------
 */

/* A row of obligations whose day comes, or came without it being done. */
struct coming {
    struct str due, id;
    size_t row;
};

/* The duties of the edition by their ids. */
struct coming_duties {
    struct dictionary *places;
    const struct duty *const *duties;
};

static int compare_coming(const void *left, const void *right) {
    const struct coming *a = left, *b = right;
    int order = str_compare(a->due, b->due);
    order = order ? order : str_compare(a->id, b->id);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static bool is_status(const struct docs *docs, struct str text, enum duty_status status) {
    return str_equal(text, rules_status_name(docs->rules, status));
}

/* A day is set for the duty, which is not done, or is due again. */
static bool comes(const struct docs *docs, const struct coming_duties *duties,
                  const struct ledger_row *row) {
    struct str status = ledger_cell(row, LEDGER_OBLIGATIONS_STATUS);
    size_t at;
    bool returns =
        dictionary_get(duties->places, ledger_cell(row, LEDGER_OBLIGATIONS_OBLIGATION), &at) &&
        duties->duties[at]->is_periodic && is_status(docs, status, DUTY_DONE);
    return ledger_cell(row, LEDGER_OBLIGATIONS_DUE).len &&
           (returns || is_status(docs, status, DUTY_OPEN) ||
            is_status(docs, status, DUTY_OVERDUE) || is_status(docs, status, DUTY_UNDER_WAY));
}

static struct coming *list_coming(const struct docs *docs, struct arena *arena,
                                  const struct ledger *ledger, const struct coming_duties *duties,
                                  size_t *n) {
    size_t n_rows = ledger_n_rows(ledger, LEDGER_OBLIGATIONS), n_coming = 0;
    for (size_t i = 0; i < n_rows; i++) {
        n_coming += comes(docs, duties, ledger_row(ledger, LEDGER_OBLIGATIONS, i));
    }
    struct coming *items = ARENA_ARRAY(arena, struct coming, n_coming);
    *n = 0;
    for (size_t i = 0; i < n_rows && *n < n_coming; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_OBLIGATIONS, i);
        if (comes(docs, duties, row)) {
            items[(*n)++] = (struct coming){ledger_cell(row, LEDGER_OBLIGATIONS_DUE),
                                            ledger_cell(row, LEDGER_OBLIGATIONS_OBLIGATION), i};
        }
    }
    if (*n) {
        qsort(items, *n, sizeof *items, compare_coming);
    }
    return items;
}

/* Who owes it: institutions, and systems with theirs. */
static struct str name_holders(const struct docs *docs, struct arena *arena,
                               const struct ledger *ledger, const struct coming *items, size_t n) {
    const struct yaml *words = docs->calendar->of_province;
    size_t most = n < docs->calendar->most ? n : docs->calendar->most;
    struct str *names = ARENA_ARRAY(arena, struct str, most);
    struct ledger_operand unit, system;
    ledger_find_operand(LEDGER_OBLIGATIONS, STR("units.name"), &unit);
    ledger_find_operand(LEDGER_OBLIGATIONS, STR("systems.name"), &system);
    for (size_t i = 0; i < most; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_OBLIGATIONS, items[i].row);
        bool is_of_system = ledger_cell(row, LEDGER_OBLIGATIONS_SYSTEM_NO).len > 0;
        const struct str_argument parts[] = {
            {STR("unit"), ledger_look(ledger, unit, row)},
            {STR("system"), is_of_system ? ledger_look(ledger, system, row) : (struct str){0}}};
        names[i] =
            is_of_system ? str_fill(arena, yaml_text(words, "holder"), parts, 2) : parts[0].text;
    }
    struct str all = str_join(arena, names, most, yaml_text(words, "joiner"));
    const struct str_argument count = {STR("n"), str_format(arena, "%zu", n)};
    return n > most ? str_concat(arena, all, str_fill(arena, yaml_text(words, "more"), &count, 1))
                    : all;
}

struct str calendar_of_province(const struct docs *docs, struct arena *arena,
                                const struct ledger *ledger) {
    const struct yaml *words = docs->calendar->of_province;
    const struct str_argument province = {STR("province"), docs->settings.province};
    struct buf buf = {.arena = arena};
    struct coming_duties duties = {.places = dictionary_open(arena)};
    size_t n, n_duties;
    duties.duties = rules_duties(docs->rules, arena, &n_duties);
    for (size_t i = 0; i < n_duties; i++) {
        dictionary_put(duties.places, duties.duties[i]->id, i);
    }
    const struct coming *items = list_coming(docs, arena, ledger, &duties, &n);
    begin(arena, &buf, str_fill(arena, yaml_text(words, "name"), &province, 1));
    for (size_t i = 0, end = 0, at; i < n; i = end) {
        struct date day;
        while (end < n && str_equal(items[end].due, items[i].due) &&
               str_equal(items[end].id, items[i].id)) {
            end++;
        }
        if (!date_from_iso(items[i].due, &day) ||
            !dictionary_get(duties.places, items[i].id, &at)) {
            continue;
        }
        const struct duty *duty = duties.duties[at];
        const struct str_argument arguments[] = {
            {STR("title"), duty->title},
            {STR("n"), str_format(arena, "%zu", end - i)},
            {STR("holders"), name_holders(docs, arena, ledger, items + i, end - i)},
            {STR("clause"), duty->clause},
            {STR("deadline"), duty->deadline}};
        enum { N = sizeof arguments / sizeof arguments[0] };
        const struct str texts[] = {str_fill(arena, yaml_text(words, "summary"), arguments, N),
                                    str_fill(arena, yaml_text(words, "description"), arguments, N)};
        const struct str parts[] = {docs->settings.province, items[i].due, items[i].id};
        put_event(docs, arena, &buf, make_uid(arena, parts), day, texts);
    }
    buf_add_c(&buf, "END:VCALENDAR\r\n");
    return buf_str(&buf);
}
