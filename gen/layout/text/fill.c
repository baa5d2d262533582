/*
 * How the width of a line is made up (CLREQ 行内调整). A line too wide is squeezed: the mark at its
 * end first, then marks, blanks and 中西间距 in turn. A line too narrow is stretched: blanks and
 * 中西间距 up to half an em, then all slots alike, up to the cap; what would need more stays
 * ragged.
 */
#include "layout/text/para.h"

/* Most that a slot between ideographs is widened, as a part of the type size. */
#define CAP_PART 20

/* Something given out, or taken, to slots in proportion to what each can have. */
struct share {
    /* All of it, and what all slots can have. */
    int64_t amount, room;
    /* Room of the slots so far, and what they got. */
    int64_t seen, given;
};

/* The part of the next slot; in the end all is given, to the last unit. */
static int64_t take_part(struct share *share, int64_t room) {
    share->seen += room;
    int64_t due = share->room > 0 ? share->amount * share->seen / share->room : 0;
    int64_t part = due - share->given;
    share->given = due;
    return part;
}

struct fit line_measure(const struct setting *setting, const struct stretch *line, size_t end) {
    const struct play *a = &setting->atoms[line->first].before;
    const struct atom *last = &setting->atoms[end - 1];
    const struct play *b = &last->before;
    struct fit fit = {
        .play = {.width = b->width + last->width - a->width - line->trimmed,
                 .marks = b->marks - a->marks,
                 .gaps = b->gaps - a->gaps,
                 .stretch = b->stretch - a->stretch,
                 .n_slots = b->n_slots - a->n_slots},
        .end_room = last->right_room,
    };
    fit.slack = line->width - fit.play.width;
    return fit;
}

int64_t fit_room(const struct fit *fit) {
    return fit->end_room + fit->play.marks + fit->play.gaps;
}

bool fit_within_cap(const struct fit *fit, int64_t slack, int32_t size) {
    return slack * CAP_PART <= fit->play.n_slots * size;
}

/* Squeezes the line by `need`, which may be more than it can give. */
static void squeeze(struct setting *setting, const struct stretch *line, int64_t need) {
    struct share shares[N_SHRINK_RANKS] = {0};
    for (size_t i = line->first; i + 1 < line->end; i++) {
        shares[setting->atoms[i].rank].room += setting->atoms[i].shrink;
    }
    for (size_t rank = 0; rank < N_SHRINK_RANKS; rank++) {
        shares[rank].amount = need < shares[rank].room ? need : shares[rank].room;
        need -= shares[rank].amount;
    }
    int64_t pen = line->left - line->trimmed;
    for (size_t i = line->first; i < line->end; i++) {
        struct atom *atom = &setting->atoms[i];
        atom->place = (int32_t)pen;
        pen += atom->width + atom->after - take_part(&shares[atom->rank], atom->shrink);
    }
}

/* Gives each atom its place from `x` on; `first` goes to the slots that take it before others, in
 * proportion, `even` to all slots that can be widened. */
static void stretch(struct setting *setting, const struct stretch *line, int64_t x,
                    struct share first, struct share even) {
    int64_t pen = x - line->trimmed;
    for (size_t i = line->first; i < line->end; i++) {
        struct atom *atom = &setting->atoms[i];
        atom->place = (int32_t)pen;
        pen += atom->width + atom->after;
        pen += take_part(&first, atom->stretch) + take_part(&even, atom->can_stretch);
    }
}

/* Fills a justified line of text that goes on. */
static void justify(struct setting *setting, struct stretch *line, const struct fit *fit) {
    struct share first = {.room = fit->play.stretch};
    struct share even = {.room = fit->play.n_slots};
    first.amount = fit->slack < first.room ? fit->slack : first.room;
    even.amount = fit->slack - first.amount;
    line->fill = even.amount > 0 ? RUN_STRETCHED : RUN_NATURAL;
    if (!fit_within_cap(fit, even.amount, setting->style->size)) {
        line->fill = RUN_RAGGED;
        first.amount = even.amount = 0;
    }
    stretch(setting, line, line->left, first, even);
}

/* Widens the blank that ends the line up to its right edge, its words staying in the middle. */
static void widen_blank(struct setting *setting, const struct stretch *line, int64_t slack) {
    struct atom *pad = &setting->atoms[line->end - 1];
    if (pad->kind != ATOM_PAD || !setting->spans[pad->span].fills_line || slack <= 0) {
        return;
    }
    struct atom *start = pad;
    while (start > &setting->atoms[line->first] && start[-1].span == pad->span &&
           start[-1].kind != ATOM_TICK) {
        start--;
    }
    int32_t half = start != pad && start->kind == ATOM_PAD ? (int32_t)(slack / 2) : 0;
    start->width += half;
    pad->width += (int32_t)slack - half;
}

void line_fill(struct setting *setting, struct stretch *line) {
    if (line->first == line->end) {
        return;
    }
    enum alignment alignment = setting->style->alignment;
    struct fit fit = line_measure(setting, line, line->end);
    if (alignment == ALIGN_LEFT) {
        widen_blank(setting, line, fit.slack);
    }
    if (fit.slack < 0) {
        squeeze(setting, line, fit.slack + fit.end_room > 0 ? 0 : -fit.slack - fit.end_room);
        return;
    }
    if (alignment == ALIGN_JUSTIFY && !line->is_last) {
        justify(setting, line, &fit);
        return;
    }
    struct share even = {.room = fit.play.n_slots};
    int64_t shift = 0;
    if (alignment == ALIGN_SPREAD && even.room > 0) {
        even.amount = fit.slack;
        line->fill = RUN_SPREAD;
    } else if (alignment == ALIGN_RIGHT) {
        shift = fit.slack;
    } else if (alignment == ALIGN_CENTER || alignment == ALIGN_SPREAD) {
        shift = fit.slack / 2;
    }
    stretch(setting, line, line->left + shift, (struct share){0}, even);
}
