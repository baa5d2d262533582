/* How complaints are made: at the cell; once for many systems; not of what was said before. */
#include "rules/judge.h"

/* One complaint about several systems. */
struct shared_complaint {
    struct complaint complaint;
    /* Names of the systems, joined. */
    struct buf names;
    const struct record *last;
};

struct str judge_label(const struct judge *judge, enum field field) {
    return field == N_FIELDS ? (struct str){0} : judge->rules->labels->labels[field];
}

bool judge_is_empty(const struct record *record, enum field field) {
    const struct value *value = record_value(record, field);
    return !value->is_bad && value->text.len == 0;
}

bool judge_lacks_column(const struct record *record, enum field field) {
    return record_value(record, field)->missed == MISSED_COLUMN;
}

static bool has_cell(const struct value *value) {
    return value->origin.source || value->origin.row;
}

static void report(const struct judge *judge, const struct complaint *complaint) {
    const struct value *value = record_value(complaint->record, complaint->field);
    struct diag_note note = {
        .id = complaint->id,
        .origin = has_cell(value) ? value->origin : complaint->record->origin,
        .header = value->header.len ? value->header : judge_label(judge, complaint->field),
        .value = value->raw,
        .clause = complaint->clause,
        .args = {complaint->args[0], complaint->args[1], complaint->args[2], complaint->args[3]},
    };
    /* {1} is what may be filled in, which only intake knows */
    if (complaint->id == DIAG_VALUE_EMPTY) {
        note.args[0] = (struct str){0};
    }
    diag_report(judge->diag, &note);
}

/* Nothing but the first argument tells them apart. */
static bool is_same(const struct complaint *a, const struct complaint *b) {
    bool is_same = a->id == b->id && a->field == b->field && str_equal(a->clause, b->clause);
    for (size_t i = 1; is_same && i < sizeof a->args / sizeof a->args[0]; i++) {
        is_same = str_equal(a->args[i], b->args[i]);
    }
    return is_same;
}

static struct shared_complaint *find_shared(const struct judge *judge,
                                            const struct complaint *complaint) {
    struct complaints *waiting = judge->waiting;
    for (size_t i = 0; i < waiting->n_items; i++) {
        if (is_same(&waiting->items[i]->complaint, complaint)) {
            return waiting->items[i];
        }
    }
    struct shared_complaint *shared = ARENA_NEW(judge->arena, struct shared_complaint);
    shared->complaint = *complaint;
    shared->names.arena = judge->arena;
    ARENA_PUSH(judge->arena, waiting->items, waiting->n_items, waiting->capacity, shared);
    return shared;
}

/* Says only that nothing is given, which is no fault of the record by itself. */
static bool is_reminder(enum diag_id id) {
    return id == DIAG_VALUE_EMPTY || id == DIAG_LEVEL_PARTS_MISSING || id == DIAG_FLOOR_UNKNOWN;
}

void judge_complain(const struct judge *judge, const struct complaint *complaint) {
    const struct value *value = record_value(complaint->record, complaint->field);
    bool is_of_cell = complaint->id == DIAG_VALUE_EMPTY && value->missed != MISSED_NOT;
    if (is_of_cell || (is_reminder(complaint->id) && value->missed == MISSED_COLUMN)) {
        return;
    }
    if (has_cell(value) || field_info(complaint->field)->entity != ENTITY_SYSTEM) {
        report(judge, complaint);
        return;
    }
    struct shared_complaint *shared = find_shared(judge, complaint);
    if (shared->last != complaint->record) {
        buf_add(&shared->names, shared->last ? judge->rules->and : (struct str){0});
        buf_add(&shared->names, complaint->args[0]);
        shared->last = complaint->record;
    }
}

void judge_complain_rest(const struct judge *judge) {
    for (size_t i = 0; i < judge->waiting->n_items; i++) {
        struct shared_complaint *shared = judge->waiting->items[i];
        shared->complaint.args[0] = buf_str(&shared->names);
        report(judge, &shared->complaint);
    }
}
