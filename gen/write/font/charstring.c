/*
 * Type 2 glyph programs (Technical Note 5177) without their subroutine calls. A program is copied
 * token by token; the calls are followed, and the number that chose the subroutine is taken back
 * from the copy. Hints, a seventh of the bytes, are left out: hardly a reader but coarse screens
 * heeds them. Hint masks have as many bits as stems were declared, so stems are counted.
 */
#include "write/font/cff.h"

/* Limits of the Type 2 format. */
#define MOST_OPERANDS 48
#define DEEPEST_CALL  10
/* Bytes of a number at most. */
#define LONGEST_NUMBER 5
/* Bytes a flattened program may have. */
#define LONGEST_PROGRAM 65535
/* Calls one glyph may make. */
#define MOST_CALLS 4096

/* Operators by number. */
enum operator{
    OP_HSTEM = 1,
    OP_VSTEM = 3,
    OP_VMOVETO = 4,
    OP_RLINETO = 5,
    OP_HLINETO = 6,
    OP_VLINETO = 7,
    OP_RRCURVETO = 8,
    OP_CALLSUBR = 10,
    OP_RETURN = 11,
    OP_ESCAPE = 12,
    OP_ENDCHAR = 14,
    OP_HSTEMHM = 18,
    OP_HINTMASK = 19,
    OP_CNTRMASK = 20,
    OP_RMOVETO = 21,
    OP_HMOVETO = 22,
    OP_VSTEMHM = 23,
    OP_RCURVELINE = 24,
    OP_RLINECURVE = 25,
    OP_VVCURVETO = 26,
    OP_HHCURVETO = 27,
    OP_SHORT_INTEGER = 28,
    OP_CALLGSUBR = 29,
    OP_VHCURVETO = 30,
    OP_HVCURVETO = 31,
};

/* A number on the stack. */
struct stack_number {
    /* Its whole part. */
    int32_t value;
    /* Where it stands in the copy. */
    size_t start, end;
};

/* The state of a copy in progress. */
struct flattening {
    const struct cff *font;
    const struct cff_dict *dict;
    struct buf *copy;
    /* Length of `copy` before. */
    size_t start;
    struct stack_number stack[MOST_OPERANDS];
    unsigned n_operands;
    unsigned n_stems;
    unsigned n_calls;
    /* Hints are copied too. */
    bool keeps_hints;
    /* An operator has cleared the stack, endchar was met. */
    bool is_begun, is_done;
};

/* What an arithmetic operator takes from the stack and leaves there; 12 is its first byte. */
struct arithmetic {
    uint8_t op, takes, leaves;
};

static const struct arithmetic arithmetics[] = {
    {3, 2, 1},  {4, 2, 1},  {5, 1, 1},  {9, 1, 1},  {10, 2, 1}, {11, 2, 1}, {12, 2, 1},
    {14, 1, 1}, {15, 2, 1}, {18, 1, 0}, {20, 2, 0}, {21, 1, 1}, {22, 4, 1}, {23, 0, 1},
    {24, 2, 1}, {26, 1, 1}, {27, 1, 2}, {28, 2, 2}, {29, 1, 1}, {30, 2, 0},
};

static bool follow(struct flattening *state, struct bytes program, unsigned depth);

bool cff_flatten(const struct cff *font, uint32_t glyph, struct buf *code) {
    struct flattening state = {.font = font, .copy = code, .start = code->len};
    uint32_t dict;
    struct bytes program;
    if (!cff_dict_of(font, glyph, &dict) || !cff_index_item(&font->glyphs, glyph, &program)) {
        return false;
    }
    state.dict = &font->dicts[dict];
    struct flattening again = state;
    again.keeps_hints = true;
    if (!follow(&state, program, 0)) {
        /* Computed numbers of stems cannot be taken back. */
        state = again;
        code->len = state.start;
        if (!follow(&state, program, 0)) {
            return false;
        }
    }
    if (!state.is_done) {
        buf_add_byte(code, OP_ENDCHAR);
    }
    return true;
}

/* Bytes of the number that starts with `first`, 0 if it starts none. */
static unsigned number_size(uint8_t first) {
    if (first == OP_SHORT_INTEGER) {
        return 3;
    }
    if (first < 32) {
        return 0;
    }
    return first <= 246 ? 1 : first <= 254 ? 2 : 5;
}

static int32_t number_value(const uint8_t *token) {
    if (token[0] == OP_SHORT_INTEGER || token[0] == 255) {
        return (int16_t)(token[1] << 8 | token[2]);
    }
    if (token[0] <= 246) {
        return token[0] - 139;
    }
    return token[0] <= 250 ? (token[0] - 247) * 256 + token[1] + 108
                           : -(token[0] - 251) * 256 - token[1] - 108;
}

/* Copies the numbers that stand next and pushes them; false for more than there may be, or one cut
 * off. Most of a program is numbers. */
static bool push_numbers(struct flattening *state, struct scan *scan) {
    struct buf *copy = state->copy;
    const uint8_t *from = scan->bytes.data + scan->at, *end = scan->bytes.data + scan->bytes.size;
    char *room = buf_room(copy, (size_t)MOST_OPERANDS * LONGEST_NUMBER), *to = room;
    unsigned n = state->n_operands, size;
    while (from < end && (size = number_size(*from)) > 0) {
        if (n == MOST_OPERANDS || size > (size_t)(end - from)) {
            return false;
        }
        size_t start = copy->len + (size_t)(to - room);
        state->stack[n++] = (struct stack_number){number_value(from), start, start + size};
        for (unsigned i = 0; i < size; i++) {
            *to++ = (char)*from++;
        }
    }
    state->n_operands = n;
    copy->len += (size_t)(to - room);
    scan->at = (size_t)(from - scan->bytes.data);
    return copy->len - state->start <= LONGEST_PROGRAM;
}

/* Takes the subroutine's number back from the copy. It can only be taken if it is the last thing
 * copied: a computed number would have to be computed by us. */
static bool call(struct flattening *state, const struct cff_index *subrs, unsigned depth) {
    if (state->n_operands == 0 || depth >= DEEPEST_CALL || ++state->n_calls > MOST_CALLS) {
        return false;
    }
    struct stack_number top = state->stack[--state->n_operands];
    if (top.end != state->copy->len) {
        return false;
    }
    state->copy->len = top.start;
    int32_t bias = subrs->n_items < 1240 ? 107 : subrs->n_items < 33900 ? 1131 : 32768;
    struct bytes program;
    return top.value >= -bias && cff_index_item(subrs, (uint32_t)(top.value + bias), &program) &&
           follow(state, program, depth + 1);
}

/* After arithmetic no number on the stack is one that stands in the copy as it is. */
static bool compute(struct flattening *state, uint8_t op) {
    for (size_t i = 0; i < sizeof arithmetics / sizeof *arithmetics; i++) {
        const struct arithmetic *row = &arithmetics[i];
        if (row->op != op) {
            continue;
        }
        if (state->n_operands < row->takes ||
            state->n_operands + row->leaves - row->takes > MOST_OPERANDS) {
            return false;
        }
        state->n_operands = state->n_operands + row->leaves - row->takes;
        for (unsigned k = 0; k < state->n_operands; k++) {
            state->stack[k].end = SIZE_MAX;
        }
        return true;
    }
    /* The flexes draw and dotsection did something in Type 1: all clear the stack. */
    state->n_operands = 0;
    return op == 0 || (op >= 34 && op <= 37);
}

static bool is_hint(uint8_t op) {
    return op == OP_HSTEM || op == OP_VSTEM || op == OP_HSTEMHM || op == OP_VSTEMHM ||
           op == OP_HINTMASK || op == OP_CNTRMASK;
}

/* Leaves a hint out and takes its numbers back, but for the width that may stand before them. */
static bool skip_hint(struct flattening *state, uint8_t op, struct scan *scan) {
    unsigned first = !state->is_begun && state->n_operands % 2 ? 1 : 0;
    for (unsigned i = first; i < state->n_operands; i++) {
        if (state->stack[i].end == SIZE_MAX) {
            return false;
        }
    }
    if (state->n_operands > first) {
        state->copy->len = state->stack[first].start;
    }
    state->n_stems += state->n_operands / 2;
    state->n_operands = 0;
    state->is_begun = true;
    if (op == OP_HINTMASK || op == OP_CNTRMASK) {
        scan_bytes(scan, (state->n_stems + 7) / 8);
    }
    return !scan->is_past_end;
}

/* Copies an operator with what belongs to it; calls and returns never get here. */
static bool operate(struct flattening *state, uint8_t op, struct scan *scan) {
    if (is_hint(op) && !state->keeps_hints) {
        return skip_hint(state, op, scan);
    }
    buf_add_byte(state->copy, op);
    size_t n_follow = 0;
    bool is_good = true;
    switch (op) {
    case OP_HSTEM:
    case OP_VSTEM:
    case OP_HSTEMHM:
    case OP_VSTEMHM:
        state->n_stems += state->n_operands / 2;
        break;
    case OP_HINTMASK:
    case OP_CNTRMASK:
        state->n_stems += state->n_operands / 2;
        n_follow = (state->n_stems + 7) / 8;
        break;
    case OP_ESCAPE:
        n_follow = 1;
        break;
    case OP_ENDCHAR:
        /* With four operands it would compose two glyphs by their standard names. */
        is_good = state->n_operands < 4;
        state->is_done = true;
        break;
    default:
        is_good = (op >= OP_VMOVETO && op <= OP_RRCURVETO) || op == OP_RMOVETO ||
                  op == OP_HMOVETO || (op >= OP_RCURVELINE && op <= OP_HHCURVETO) ||
                  op == OP_VHCURVETO || op == OP_HVCURVETO;
    }
    struct bytes more = scan_bytes(scan, n_follow);
    buf_add_bytes(state->copy, more.data, more.size);
    if (op == OP_ESCAPE && more.size == 1) {
        return compute(state, more.data[0]);
    }
    state->n_operands = 0;
    state->is_begun = true;
    return is_good && !scan->is_past_end;
}

static bool follow(struct flattening *state, struct bytes program, unsigned depth) {
    struct scan scan = scan_from(program, 0);
    while (scan.at < program.size && !state->is_done) {
        if (!push_numbers(state, &scan)) {
            return false;
        }
        uint8_t first = scan.at < program.size ? program.data[scan.at++] : OP_RETURN;
        bool is_good = true;
        if (first == OP_RETURN) {
            break;
        }
        if (first == OP_CALLSUBR || first == OP_CALLGSUBR) {
            is_good = call(state, first == OP_CALLSUBR ? &state->dict->subrs : &state->font->subrs,
                           depth);
        } else {
            is_good = operate(state, first, &scan);
        }
        if (!is_good || state->copy->len - state->start > LONGEST_PROGRAM) {
            return false;
        }
    }
    return true;
}
