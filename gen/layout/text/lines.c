/*
 * Atoms into lines: where lines break. Justified text is broken as a whole, by optimum.c, and so
 * are titles, by balance.c; in all other text a line takes what fits: a closing mark at its end may
 * give up its blank half; where 避头尾 would leave a hole, the marks within the line give up
 * theirs; and the last line is not a single character.
 */
#include "layout/text/para.h"

/* A hole at the end of a line, as a part of its width, that is worth a break behind a joint. */
#define HOLE 3

static void find_end(struct setting *setting, struct stretch *line, size_t limit, size_t best);

/* Atom behind the last of the forced line that starts at `first`. */
static size_t find_limit(const struct setting *setting, size_t first) {
    while (first < setting->n_atoms && setting->atoms[first].kind != ATOM_BREAK) {
        first++;
    }
    return first;
}

void line_begin(const struct setting *setting, size_t first, struct stretch *line) {
    int32_t indent = setting->style->first_indent;
    line->first = first;
    line->left = first == 0 ? (indent > 0 ? indent : 0) : (indent < 0 ? -indent : 0);
    if (line->left > setting->measure) {
        line->left = setting->measure;
    }
    line->width = setting->measure - line->left;
    /* Only lines of layout's own choice lose the blank before an opening mark. */
    line->is_start_chosen = first > 0 && setting->atoms[first - 1].kind != ATOM_BREAK;
    line->trimmed =
        line->is_start_chosen && first < setting->n_atoms ? setting->atoms[first].left_room : 0;
}

/* Breaks the atoms of a forced line, from `at` up to `limit`, and adds its lines. */
static struct stretch *break_stretch(struct setting *setting, struct stretch *lines,
                                     size_t *capacity, size_t at, size_t limit) {
    size_t start = at;
    bool is_chosen = false;
    const size_t *nexts = NULL;
    if (setting->style->alignment == ALIGN_JUSTIFY && at < limit) {
        nexts = optimum_find(setting, at, limit);
    } else if (setting->style->words && at < limit) {
        nexts = balance_find(setting, at, limit);
    }
    do {
        struct stretch line = {.end = limit, .next = limit, .is_last = true};
        line_begin(setting, at, &line);
        line.is_start_chosen = is_chosen;
        line.trimmed = is_chosen ? line.trimmed : 0;
        if (at < limit) {
            find_end(setting, &line, limit, nexts ? nexts[at - start] : 0);
        }
        ARENA_PUSH(setting->scratch, lines, setting->para->n_lines, *capacity, line);
        at = line.next;
        is_chosen = line.is_end_chosen;
    } while (at < limit);
    return lines;
}

void lines_set(struct setting *setting) {
    struct para *para = setting->para;
    struct stretch *lines = NULL;
    size_t capacity = 0;
    for (size_t at = 0; at <= setting->n_atoms;) {
        size_t limit = find_limit(setting, at);
        lines = break_stretch(setting, lines, &capacity, at, limit);
        at = limit + 1;
    }
    para->lines = ARENA_ARRAY(setting->arena, struct line, para->n_lines);
    para->height = (int32_t)para->n_lines * para->leading;
    size_t n_glyphs = 0;
    for (size_t i = 0; i < setting->n_atoms; i++) {
        n_glyphs += setting->atoms[i].cluster.n_glyphs;
    }
    setting->glyphs = ARENA_ARRAY(setting->arena, struct glyph, n_glyphs);
    for (size_t i = 0; i < para->n_lines; i++) {
        line_fill(setting, &lines[i]);
        line_draw(setting, &lines[i], i);
    }
}

size_t line_skip_back(const struct setting *setting, size_t first, size_t next) {
    while (next > first && setting->atoms[next - 1].kind == ATOM_SPACE) {
        next--;
    }
    return next;
}

bool line_may_part(const struct setting *setting, size_t next) {
    size_t end = line_skip_back(setting, 0, next);
    return !char_starts_no_line(setting->atoms[next].cluster.code_point) &&
           (end == 0 || !char_ends_no_line(setting->atoms[end - 1].cluster.code_point));
}

/* The last break of at least kind `wanted` that fits, and the hole it leaves; 0 if none does. */
static size_t find_fit(const struct setting *setting, const struct stretch *line, size_t limit,
                       enum break_kind wanted, int64_t *slack) {
    size_t loose = 0;
    for (size_t next = line->first + 1; next <= limit; next++) {
        if (next < limit && setting->atoms[next].break_before < wanted) {
            continue;
        }
        size_t end = line_skip_back(setting, line->first, next);
        if (end == line->first) {
            loose = next;
            continue;
        }
        struct fit fit = line_measure(setting, line, end);
        if (fit.slack + fit.end_room >= 0) {
            loose = next;
            *slack = fit.slack;
        } else if (fit.slack + fit_room(&fit) >= 0 &&
                   (loose == 0 || *slack >= setting->style->size)) {
            *slack = 0;
            return next;
        } else {
            break;
        }
    }
    return loose;
}

/* No break fits: the last atom that does, kept from the edges if that is possible at all. */
static size_t force_end(const struct setting *setting, const struct stretch *line, size_t limit) {
    size_t any = line->first + 1;
    size_t good = 0;
    for (size_t next = line->first + 1; next < limit; next++) {
        struct fit fit = line_measure(setting, line, next);
        if (fit.slack + fit.end_room < 0) {
            break;
        }
        any = next;
        good = line_may_part(setting, next) ? next : good;
    }
    return good > 0 ? good : any;
}

/* Where the line ends if it takes what fits; 0 if no break does. */
static size_t find_first_fit(const struct setting *setting, const struct stretch *line,
                             size_t limit) {
    int64_t slack = 0;
    size_t next = 0;
    for (int kind = BREAK_FREE; next == 0 && kind > BREAK_NEVER; kind--) {
        next = find_fit(setting, line, limit, (enum break_kind)kind, &slack);
        if (kind == BREAK_FREE && next > 0 && next < limit && slack > line->width / HOLE) {
            size_t joint = find_fit(setting, line, limit, BREAK_JOINT, &slack);
            bool is_joint =
                joint > next && joint < limit && setting->atoms[joint].break_before == BREAK_JOINT;
            next = is_joint ? joint : next;
        }
    }
    return next;
}

/* Characters among the atoms [first, end), marks left out. */
static size_t count_letters(const struct setting *setting, size_t first, size_t end) {
    size_t n = 0;
    for (size_t i = first; i < end; i++) {
        enum char_class class = setting->atoms[i].class;
        bool is_mark = class == CHAR_OPEN || class == CHAR_CLOSE;
        n += !is_mark && setting->atoms[i].kind != ATOM_SPACE;
    }
    return n;
}

/* The break before `next`, if a single character would stand on the last line behind that, and two
 * stay on this one. */
static size_t spare_lonely(const struct setting *setting, const struct stretch *line, size_t limit,
                           size_t next) {
    size_t before = next;
    if (next == 0 || next == limit || count_letters(setting, next, limit) != 1) {
        return next;
    }
    do {
        before--;
    } while (before > line->first && setting->atoms[before].break_before != BREAK_FREE);
    return count_letters(setting, line->first, before) < 2 ? next : before;
}

/* Ends the line at `best`, or, if that is 0, where it fits. */
static void find_end(struct setting *setting, struct stretch *line, size_t limit, size_t best) {
    size_t next = best;
    if (best == 0) {
        next = spare_lonely(setting, line, limit, find_first_fit(setting, line, limit));
    }
    line->is_end_chosen = next > 0 && next < limit;
    if (next == 0) {
        setting->para->is_too_wide = true;
        next = force_end(setting, line, limit);
    } else if (next < limit && setting->atoms[next].break_before == BREAK_TORN) {
        setting->para->is_torn = true;
    }
    line->next = next;
    line->is_last = next == limit;
    line->end = line_skip_back(setting, line->first, next);
}
