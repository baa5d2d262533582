/*
 * Atoms into lines: where lines break and how their width is made up. A line takes what fits; a
 * closing mark at its end may give up its blank half; where 避头尾 would leave a hole, the marks
 * within the line give up theirs.
 */
#include "layout/text/para.h"

static void find_end(struct setting *setting, struct stretch *line, size_t limit);
static void place_atoms(struct setting *setting, const struct stretch *line);

/* Atom behind the last of the forced line that starts at `first`. */
static size_t find_limit(const struct setting *setting, size_t first) {
    while (first < setting->n_atoms && setting->atoms[first].kind != ATOM_BREAK) {
        first++;
    }
    return first;
}

/* Edges of line `index`; only the first is indented, or all others are. */
static void set_edges(const struct setting *setting, size_t index, struct stretch *line) {
    int32_t indent = setting->style->first_indent;
    line->left = index == 0 ? (indent > 0 ? indent : 0) : (indent < 0 ? -indent : 0);
    if (line->left > setting->para->width) {
        line->left = setting->para->width;
    }
    line->width = setting->para->width - line->left;
}

/* Breaks the atoms; returns the lines. */
static struct stretch *break_atoms(struct setting *setting, size_t *n_lines) {
    struct stretch *lines = NULL;
    size_t capacity = 0;
    size_t at = 0;
    bool is_chosen = false;
    for (;;) {
        size_t limit = find_limit(setting, at);
        struct stretch line = {.first = at, .end = limit, .next = limit, .is_last = true};
        set_edges(setting, *n_lines, &line);
        line.is_start_chosen = is_chosen;
        if (at < limit) {
            find_end(setting, &line, limit);
        }
        ARENA_PUSH(setting->scratch, lines, *n_lines, capacity, line);
        is_chosen = line.is_end_chosen;
        at = line.next;
        if (at == limit) {
            is_chosen = false;
            if (at == setting->n_atoms) {
                return lines;
            }
            at++;
        }
    }
}

void lines_set(struct setting *setting) {
    struct para *para = setting->para;
    struct stretch *lines = break_atoms(setting, &para->n_lines);
    para->lines = ARENA_ARRAY(setting->arena, struct line, para->n_lines);
    para->height = (int32_t)para->n_lines * para->leading;
    size_t n_glyphs = 0;
    for (size_t i = 0; i < setting->n_atoms; i++) {
        n_glyphs += setting->atoms[i].cluster.n_glyphs;
    }
    setting->glyphs = ARENA_ARRAY(setting->arena, struct glyph, n_glyphs);
    for (size_t i = 0; i < para->n_lines; i++) {
        place_atoms(setting, &lines[i]);
        line_draw(setting, &lines[i], i);
    }
}

/* ---- where a line ends ------------------------------------------------------------------------
 */

/* Index behind the last atom before `next` that is no blank. */
static size_t skip_back(const struct setting *setting, size_t first, size_t next) {
    while (next > first && setting->atoms[next - 1].kind == ATOM_SPACE) {
        next--;
    }
    return next;
}

/* Width of atoms [first, end) of a line as they stand, and what the line could give up: at the
 * mark that ends it, and in all. */
static int64_t measure(const struct setting *setting, const struct stretch *line, size_t end,
                       int64_t *end_room, int64_t *all_room) {
    const struct atom *first = &setting->atoms[line->first];
    const struct atom *last = &setting->atoms[end - 1];
    *end_room = last->right_room;
    *all_room = last->right_room + last->shrink_before - first->shrink_before;
    return last->x + last->width - first->x - line->trimmed;
}

/* The last break of at least kind `wanted` that fits; 0 if none does. */
static size_t find_fit(const struct setting *setting, const struct stretch *line, size_t limit,
                       enum break_kind wanted) {
    size_t loose = 0;
    int64_t slack = 0;
    for (size_t next = line->first + 1; next <= limit; next++) {
        if (next < limit && setting->atoms[next].break_before < wanted) {
            continue;
        }
        size_t end = skip_back(setting, line->first, next);
        if (end == line->first) {
            loose = next;
            continue;
        }
        int64_t end_room;
        int64_t all_room;
        int64_t width = measure(setting, line, end, &end_room, &all_room);
        if (width - end_room <= line->width) {
            loose = next;
            slack = line->width - width;
        } else if (width - all_room <= line->width &&
                   (loose == 0 || slack >= setting->style->size)) {
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
    size_t nice = 0;
    for (size_t next = line->first + 1; next < limit; next++) {
        int64_t end_room;
        int64_t all_room;
        if (measure(setting, line, next, &end_room, &all_room) - end_room > line->width) {
            break;
        }
        uint32_t last = setting->atoms[next - 1].cluster.code_point;
        uint32_t c = setting->atoms[next].cluster.code_point;
        any = next;
        if (!char_starts_no_line(c) && !char_ends_no_line(last)) {
            good = next;
            bool is_joint = last == '-' || last == '/' || last == '_' || last == '.' ||
                            last == '@' || last == '&' || last == '=';
            nice = is_joint ? next : nice;
        }
    }
    if (nice > line->first + (any - line->first) / 2) {
        return nice;
    }
    return good > 0 ? good : any;
}

/* Finds where the line ends. */
static void find_end(struct setting *setting, struct stretch *line, size_t limit) {
    /* Only lines of layout's own choice lose the blank before an opening mark. */
    line->trimmed = line->is_start_chosen ? setting->atoms[line->first].left_room : 0;
    size_t next = find_fit(setting, line, limit, BREAK_FREE);
    if (next == 0) {
        next = find_fit(setting, line, limit, BREAK_OPTION);
    }
    line->is_end_chosen = next > 0 && next < limit;
    if (next == 0) {
        setting->para->is_too_wide = true;
        next = force_end(setting, line, limit);
    }
    line->next = next;
    line->is_last = next == limit;
    line->end = skip_back(setting, line->first, next);
}

/* ---- how a line is filled ---------------------------------------------------------------------
 */

/* Slots of the line that may be widened. */
static int64_t count_stretches(const struct setting *setting, const struct stretch *line) {
    int64_t n = 0;
    for (size_t i = line->first; i + 1 < line->end; i++) {
        n += setting->atoms[i].can_stretch;
    }
    return n;
}

/* Gives each atom its place. `slack` is spread over `n_stretches` slots, or, if negative, taken
 * from those that can shrink; either way to the last unit. */
static void spread(struct setting *setting, const struct stretch *line, int32_t x, int64_t slack,
                   int64_t n_stretches) {
    int64_t room =
        setting->atoms[line->end - 1].shrink_before - setting->atoms[line->first].shrink_before;
    int64_t seen = 0;
    int64_t given = 0;
    int64_t pen = x - line->trimmed;
    for (size_t i = line->first; i < line->end; i++) {
        struct atom *atom = &setting->atoms[i];
        atom->place = (int32_t)pen;
        pen += atom->width + atom->after;
        int64_t due = given;
        if (slack > 0 && atom->can_stretch && n_stretches > 0) {
            due = slack * ++seen / n_stretches;
        } else if (slack < 0 && room > 0) {
            seen += atom->shrink;
            due = slack * (seen < room ? seen : room) / room;
        }
        pen += due - given;
        given = due;
    }
}

/* Makes up the width of a line. */
static void place_atoms(struct setting *setting, const struct stretch *line) {
    if (line->first == line->end) {
        return;
    }
    int64_t end_room;
    int64_t all_room;
    int64_t width = measure(setting, line, line->end, &end_room, &all_room);
    int64_t slack = line->width - width;
    if (slack < 0) {
        slack = slack + end_room > 0 ? 0 : slack + end_room;
        int64_t inner = all_room - end_room;
        spread(setting, line, line->left, slack < -inner ? -inner : slack, 0);
        return;
    }
    enum alignment alignment = setting->style->alignment;
    bool is_full = alignment == ALIGN_SPREAD || (alignment == ALIGN_JUSTIFY && !line->is_last);
    int64_t n_stretches = is_full ? count_stretches(setting, line) : 0;
    int64_t shift = 0;
    if (alignment == ALIGN_RIGHT) {
        shift = slack;
    } else if (alignment == ALIGN_CENTER || (alignment == ALIGN_SPREAD && n_stretches == 0)) {
        shift = slack / 2;
    }
    spread(setting, line, line->left + (int32_t)shift, n_stretches > 0 ? slack : 0, n_stretches);
}
