/* A search over inputs. */
#include "rules/witness.h"

/* A word that no list has. */
static const struct str other_word = STR_INIT("*");

void witness_open(struct witness *witness, const struct rules *rules, struct arena *arena,
                  bool has_system, struct date as_of) {
    *witness = (struct witness){.rules = rules, .arena = arena};
    witness->own = input_case_open(arena, other_word, has_system);
    witness->facts = (struct case_facts){
        .unit = witness->own.unit,
        .system = has_system ? witness->own.unit->systems[0] : NULL,
        .row = &witness->own.gap,
        .as_of = as_of,
    };
}

/* ---- values ---------------------------------------------------------------------------------- */

static struct witness_field *find_field(struct witness *witness, enum field field) {
    for (size_t i = 0; i < witness->n_fields; i++) {
        if (witness->fields[i].field == field) {
            return &witness->fields[i];
        }
    }
    if (witness->n_fields == WITNESS_MAX_FIELDS) {
        witness->is_full = true;
        return NULL;
    }
    struct witness_field *own = &witness->fields[witness->n_fields++];
    *own = (struct witness_field){.field = field, .n = 1};
    return own;
}

/* Adds a value by its word, once. */
static void add_word(struct witness *witness, struct witness_field *own, struct str word) {
    for (size_t i = 0; own && i < own->n; i++) {
        if (str_equal(own->words[i], word)) {
            return;
        }
    }
    const struct value *value =
        own ? input_value(witness->arena, witness->rules, own->field, word) : NULL;
    if (value && own->n < WITNESS_MAX_VALUES) {
        own->words[own->n] = word;
        own->values[own->n++] = value;
    } else {
        witness->is_full = witness->is_full || value;
    }
}

static void add_number(struct witness *witness, struct witness_field *own, int64_t number) {
    if (number >= 0) {
        add_word(witness, own, str_format(witness->arena, "%lld", (long long)number));
    }
}

/* The values of `=` and `!=`: those named and another; of a field of several options, all named
 * ones at once too. */
static void add_equal(struct witness *witness, struct witness_field *own,
                      const struct condition_term *term) {
    const struct field_info *info = field_info(term->fields[0]);
    struct buf all = {.arena = witness->arena};
    for (size_t i = 0; i < term->n_values; i++) {
        if (term->words[i].len) {
            add_word(witness, own, term->words[i]);
            continue;
        }
        add_number(witness, own, term->numbers[i]);
        buf_add_c(&all, i ? "," : "");
        buf_format(&all, "%lld", (long long)term->numbers[i]);
    }
    if (info->options[0]) {
        if (info->type == FIELD_OPTIONS) {
            add_word(witness, own, buf_str(&all));
        }
    } else if (info->type == FIELD_BOOL) {
        add_number(witness, own, 0);
        add_number(witness, own, 1);
    } else {
        add_word(witness, own, other_word);
    }
}

/* The values of `~`: a text that holds a word, one that holds none, and one that holds all that was
 * looked for so far. */
static void add_text(struct witness *witness, struct witness_field *own,
                     const struct condition_term *term) {
    struct str word = term->list ? list_example(term->list, witness->arena, 0) : term->words[0];
    size_t n = own ? own->n : 0;
    for (size_t i = 1; i < n; i++) {
        add_word(witness, own, str_concat(witness->arena, own->words[i], word));
    }
    add_word(witness, own, word);
    add_word(witness, own, other_word);
}

/* The days before, at and behind a day that is named, for every field of dates. */
static void add_day(struct witness *witness, struct date day) {
    for (int i = -1; i <= 1; i++) {
        struct date own = date_from_days(date_to_days(day) + i);
        bool is_there = false;
        for (size_t k = 0; k < witness->n_days; k++) {
            is_there = is_there || date_compare(witness->days[k], own) == 0;
        }
        if (!is_there && witness->n_days < WITNESS_MAX_VALUES) {
            witness->days[witness->n_days++] = own;
        }
    }
}

static void add_order(struct witness *witness, const struct condition_term *term) {
    if (term->other != N_FIELDS) {
        find_field(witness, term->other);
    } else {
        add_day(witness, term->day.year ? term->day : witness->facts.as_of);
    }
}

static void add_term(struct witness *witness, const struct condition_term *term, size_t at) {
    struct witness_field *own = find_field(witness, term->fields[at]);
    switch (term->comparison) {
    case COMPARE_EQUAL:
    case COMPARE_UNEQUAL:
        add_equal(witness, own, term);
        break;
    case COMPARE_AT_LEAST:
    case COMPARE_AT_MOST:
        for (int i = -1; i <= 1; i++) {
            add_number(witness, own, term->numbers[0] + i);
        }
        break;
    case COMPARE_STARTS:
    case COMPARE_HOLDS:
    case COMPARE_LACKS:
        add_text(witness, own, term);
        break;
    case COMPARE_BEFORE:
    case COMPARE_AFTER:
        add_order(witness, term);
        break;
    default:
        witness_add_field(witness, term->fields[at]);
        add_word(witness, own, STR("?"));
        break;
    }
}

void witness_add(struct witness *witness, const struct condition *condition) {
    for (size_t i = 0; i < condition->n_terms; i++) {
        for (size_t k = 0; k < condition->terms[i].n_fields; k++) {
            add_term(witness, &condition->terms[i], k);
        }
    }
}

void witness_add_field(struct witness *witness, enum field field) {
    struct witness_field *own = find_field(witness, field);
    const struct field_info *info = field_info(field);
    add_word(witness, own, STR("-"));
    if (info->type == FIELD_DATE) {
        return;
    }
    if (!info->options[0]) {
        add_word(witness, own, info->type == FIELD_TEXT ? other_word : STR("1"));
        return;
    }
    const struct yaml *options =
        yaml_get(yaml_get(witness->rules->options, info->options), "options");
    if (options && options->n_items) {
        struct str code = yaml_text(options->items[0], "code");
        add_word(witness, own, code);
        add_word(witness, own, str_concat(witness->arena, code, STR(":*")));
    }
}

/* ---- combinations ---------------------------------------------------------------------------- */

static void set(struct witness *witness, const struct witness_field *own) {
    const struct value *value = own->values[own->at];
    struct record *record =
        field_info(own->field)->entity == ENTITY_UNIT ? &witness->own.unit->record
        : field_info(own->field)->entity == ENTITY_SYSTEM
            ? (witness->facts.system ? &witness->own.unit->systems[0]->record : NULL)
            : &witness->own.gap;
    if (record) {
        record_set(record, own->field, value);
    }
}

/* Every field of options has one that no condition names. */
static void add_other_options(struct witness *witness) {
    for (size_t i = 0; i < witness->n_fields; i++) {
        struct witness_field *own = &witness->fields[i];
        const struct yaml *list =
            yaml_get(witness->rules->options, field_info(own->field)->options);
        const struct yaml *options = list ? yaml_get(list, "options") : NULL;
        size_t n = own->n;
        for (size_t k = 0; options && k < options->n_items && own->n == n; k++) {
            add_word(witness, own, yaml_text(options->items[k], "code"));
        }
    }
}

/* Every field of dates has the days that are named, or three in a row where none is. */
static void add_days(struct witness *witness) {
    for (size_t i = 0; i < witness->n_fields; i++) {
        struct witness_field *own = &witness->fields[i];
        if (field_info(own->field)->type != FIELD_DATE) {
            continue;
        }
        if (!witness->n_days) {
            add_day(witness, witness->facts.as_of);
        }
        for (size_t k = 0; k < witness->n_days; k++) {
            add_word(witness, own, date_to_iso(witness->arena, witness->days[k], DATE_DAY));
        }
    }
}

bool witness_first(struct witness *witness) {
    add_days(witness);
    add_other_options(witness);
    int64_t n_tries = 1;
    for (size_t i = 0; i < witness->n_fields; i++) {
        n_tries = n_tries > WITNESS_MAX_TRIES ? n_tries : n_tries * (int64_t)witness->fields[i].n;
        witness->fields[i].at = 0;
        set(witness, &witness->fields[i]);
    }
    return !witness->is_full && n_tries <= WITNESS_MAX_TRIES;
}

bool witness_next(struct witness *witness) {
    for (size_t i = 0; i < witness->n_fields; i++) {
        struct witness_field *own = &witness->fields[i];
        own->at = own->at + 1 < own->n ? own->at + 1 : 0;
        set(witness, own);
        if (own->at) {
            return true;
        }
    }
    return false;
}

struct str witness_text(const struct witness *witness, struct arena *arena) {
    struct buf text = {.arena = arena};
    for (size_t i = 0; i < witness->n_fields; i++) {
        const struct witness_field *own = &witness->fields[i];
        if (own->words[own->at].len) {
            buf_add_c(&text, text.len ? "; " : "");
            buf_add_c(&text, field_info(own->field)->name);
            buf_add_c(&text, "=");
            buf_add(&text, own->words[own->at]);
        }
    }
    return buf_str(&text);
}
