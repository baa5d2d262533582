/* 到期日历 as RFC 5545 has it: lines of at most 75 octets that end in CR LF, texts with their
 * commas, semicolons and line breaks escaped. */
#include "docs/calendar.h"

/* Octets of a line, its end left out (RFC 5545, 3.1). */
enum { LONGEST_LINE = 75 };

struct calendar {
    /* Of the file, of an event, and of what it says besides. */
    const struct prose *name, *summary, *description;
};

static const struct yaml_shape calendar_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("summary", &yaml_some_text),
                      YAML_NEED("description", &yaml_some_text))};

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

/* An event is known by its unit, system and duty, so that a newer file replaces an older one. */
static struct str find_uid(const struct subject *subject) {
    const struct duty_finding *found = subject->duty;
    const struct str parts[] = {subject->findings->unit->id,
                                found->system ? docs_text(&found->system->record, FIELD_SYSTEM_NAME)
                                              : (struct str){0},
                                found->duty->id};
    struct str all = str_join(subject->arena, parts, 3, STR("|"));
    struct str hash = hash_sha256(subject->arena, all);
    return str_format(subject->arena, "UID:%.32s@dengbao", hash.data);
}

static bool add_event(struct buf *buf, struct subject *subject, struct diag *diag) {
    const struct calendar *calendar = subject->docs->calendar;
    struct arena *arena = subject->arena;
    struct date day = subject->duty->due, as_of = subject->docs->settings.as_of;
    const struct prose_scope scope = names_scope(subject);
    struct str summary, description;
    bool done = prose_words(arena, calendar->summary, &scope, diag, &summary) &&
                prose_words(arena, calendar->description, &scope, diag, &description);
    if (done) {
        buf_add_c(buf, "BEGIN:VEVENT\r\n");
        add_line(buf, find_uid(subject));
        add_line(buf, str_format(arena, "DTSTAMP:%04d%02d%02dT000000Z", as_of.year, as_of.month,
                                 as_of.day));
        add_day(arena, buf, "DTSTART;VALUE=DATE", day);
        add_day(arena, buf, "DTEND;VALUE=DATE", date_from_days(date_to_days(day) + 1));
        add_text(arena, buf, "SUMMARY", summary);
        add_text(arena, buf, "DESCRIPTION", description);
        buf_add_c(buf, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    }
    return done;
}

struct str calendar_build(const struct docs *docs, struct subject *subject, struct diag *diag) {
    const struct prose_scope scope = names_scope(subject);
    struct buf buf = {.arena = subject->arena};
    struct answer due;
    struct str name;
    bool done = names_ask(subject, STR("duties.due"), &due) &&
                prose_words(subject->arena, docs->calendar->name, &scope, diag, &name);
    buf_add_c(&buf, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dengbao//calendar//ZH\r\n"
                    "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    if (done) {
        add_text(subject->arena, &buf, "X-WR-CALNAME", name);
    }
    for (size_t i = 0; done && i < due.n_items; i++) {
        done = add_event(&buf, &due.items[i], diag);
    }
    buf_add_c(&buf, "END:VCALENDAR\r\n");
    return done ? buf_str(&buf) : (struct str){0};
}
