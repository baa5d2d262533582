/* Numbers of charts, see chart_numbers.h. */
#include "docs/chart_numbers.h"

/* Index of a name; `n` if it is not there. */
static size_t find(const struct str *names, size_t n, struct str name) {
    size_t i = 0;
    while (i < n && !str_equal(names[i], name)) {
        i++;
    }
    return i;
}

static struct str say_number(const struct chart_numbers *numbers, size_t i) {
    struct str number = str_format(numbers->arena, "%zu", i + 1);
    return str_replace(numbers->arena, numbers->pattern, STR("{1}"), number);
}

static bool find_value(void *context, struct str name, struct prose_value *value) {
    const struct chart_numbers *numbers = context;
    const struct str prefix = STR("chart.");
    if (!str_starts(name, prefix)) {
        return false;
    }
    name = str_slice(name, prefix.len, name.len);
    if (find(numbers->known, numbers->n_known, name) == numbers->n_known) {
        return false;
    }
    size_t i = find(numbers->names, numbers->n_names, name);
    *value = (struct prose_value){0};
    if (i < numbers->n_names) {
        value->text.text = say_number(numbers, i);
    }
    return true;
}

/* The chart nearest to a wrong name, or what the scopes around say. */
static struct str find_nearest(void *context, struct arena *arena, struct str name) {
    const struct chart_numbers *numbers = context;
    struct str *names = ARENA_ARRAY(arena, struct str, numbers->n_known);
    for (size_t i = 0; i < numbers->n_known; i++) {
        names[i] = str_concat(arena, STR("chart."), numbers->known[i]);
    }
    struct str nearest = str_nearest(name, names, numbers->n_known);
    const struct prose_scope *scope = numbers->around;
    while (scope && !scope->nearest) {
        scope = scope->parent;
    }
    return nearest.len || !scope ? nearest : scope->nearest(scope->context, arena, name);
}

struct prose_scope chart_numbers_scope(struct chart_numbers *numbers,
                                       const struct prose_scope *scope) {
    numbers->around = scope;
    return (struct prose_scope){
        .value = find_value, .nearest = find_nearest, .context = numbers, .parent = scope};
}

void chart_numbers_add(struct chart_numbers *numbers, struct str name) {
    ARENA_PUSH(numbers->arena, numbers->names, numbers->n_names, numbers->capacity, name);
}

struct str chart_numbers_caption(const struct chart_numbers *numbers, size_t i,
                                 struct str caption) {
    if (numbers->pattern.len == 0 || caption.len == 0) {
        return caption;
    }
    return str_join(numbers->arena, (struct str[]){say_number(numbers, i), caption}, 2, STR(" "));
}
