/*
 * Whether a line may end between two atoms. Numbers stay with their units and with what counts them
 * (30 分钟, 35.6 km, 第三级, 表 2); names that lead to a place stay whole (附件一), and words;
 * addresses and long numbers may break behind their joints.
 */
#include "layout/text/para.h"

/* A word of so many characters, or more, may break behind its joints, so many from its ends. */
#define LONG_WORD  16
#define JOINT_ENDS 3
/* Letters of a unit behind a number and a blank: km, GB, Mbps. */
#define UNIT_LETTERS 4

/* Where between_breaks stands: what the atoms before have begun. */
struct context {
    /* The last atom that is no blank; NULL at the start of a forced line. */
    const struct atom *last;
    /* Digits, or digits and what multiplies them. */
    bool is_in_number;
    /* 第 and Chinese numerals. */
    bool is_in_ordinal;
    bool is_in_option, is_option_due;
    /* Atoms up to here belong to a unit that has begun. */
    size_t unit_end;
};

bool atom_is_western(const struct atom *atom) {
    return (atom->kind == ATOM_TEXT || atom->kind == ATOM_BOX) &&
           (atom->class == CHAR_WORD || atom->class == CHAR_DIGIT ||
            atom->cluster.code_point < 0x2000);
}

bool atom_is_letter(const struct atom *atom) {
    uint32_t c = atom->cluster.code_point;
    uint32_t low = c | 0x20;
    return atom->kind == ATOM_TEXT && ((low >= 'a' && low <= 'z') || (c >= 0xC0 && c <= 0x3FF));
}

/* Digits, or the end of a place where digits will be written. */
static bool is_number(const struct atom *atom) {
    return atom->kind == ATOM_PAD || (atom->kind == ATOM_TEXT && atom->class == CHAR_DIGIT);
}

static bool is_text(const struct setting *setting, size_t i) {
    return i < setting->n_atoms && setting->atoms[i].kind == ATOM_TEXT;
}

/* Atoms of the unit that begins at `i`, behind a number; 0 for none. */
static size_t find_unit(const struct setting *setting, size_t i) {
    uint32_t text[CHAR_UNIT_MOST] = {0};
    size_t n = 0;
    size_t n_letters = 0;
    for (; n < CHAR_UNIT_MOST && is_text(setting, i + n); n++) {
        text[n] = setting->atoms[i + n].cluster.code_point;
    }
    size_t found = char_unit(text, n);
    while (found == 0 && n_letters <= UNIT_LETTERS && is_text(setting, i + n_letters) &&
           atom_is_letter(&setting->atoms[i + n_letters])) {
        n_letters++;
    }
    return found > 0 ? found : n_letters <= UNIT_LETTERS ? n_letters : 0;
}

/* Whether the atom stays with the number, ordinal or prefix before it. */
static bool is_counted(const struct setting *setting, struct context *context, size_t i) {
    const struct atom *atom = &setting->atoms[i];
    uint32_t c = atom->cluster.code_point;
    bool is_spaced = setting->atoms[i - 1].kind == ATOM_SPACE;
    bool is_one_blank = is_spaced && i > 1 && setting->atoms[i - 2].kind != ATOM_SPACE;
    if (is_spaced && !is_one_blank) {
        return false;
    }
    if (i < context->unit_end || (char_is_prefix(context->last->cluster.code_point) &&
                                  context->last->kind == ATOM_TEXT && is_number(atom))) {
        return true;
    }
    if (atom->kind != ATOM_TEXT) {
        return false;
    }
    if (context->is_in_number || context->is_in_ordinal) {
        size_t n = find_unit(setting, i);
        context->unit_end = n > 0 ? i + n : 0;
        return n > 0 || (!is_spaced && ((context->is_in_ordinal && char_is_numeral(c)) ||
                                        char_is_multiplier(c) || atom->class == CHAR_DIGIT));
    }
    return false;
}

static bool is_joint(const struct atom *atom) {
    uint32_t c = atom->cluster.code_point;
    return c == '/' || c == '?' || c == '&' || c == '.' || c == '-' || c == '_' || c == '@' ||
           c == '=' || c == '\\';
}

/* Whether a line may end before atom `i`. */
static bool may_break(const struct setting *setting, struct context *context, size_t i) {
    const struct atom *last = context->last;
    const struct atom *next = &setting->atoms[i];
    bool is_spaced = next[-1].kind == ATOM_SPACE;
    if (next->kind == ATOM_SPACE || last->kind == ATOM_TICK ||
        (next->kind == ATOM_TEXT && (next->class == CHAR_CLOSE || next->class == CHAR_DASH ||
                                     char_is_hyphen(next->cluster.code_point))) ||
        (last->kind == ATOM_TEXT && last->class == CHAR_OPEN)) {
        return false;
    }
    bool is_one_blank = last->span == next->span && setting->spans[next->span].blank_width > 0 &&
                        (last->kind == ATOM_PAD || next->kind == ATOM_PAD);
    uint32_t refers = setting->spans[next->span].refers;
    bool is_one_name =
        refers > 0 && refers == setting->spans[last->span].refers && last->span == next->span;
    if (is_counted(setting, context, i) || is_one_blank || is_one_name) {
        return false;
    }
    /* What joins parts of a word begins none. */
    bool is_word = (atom_is_western(last) && atom_is_western(next)) || is_joint(next);
    bool is_elision = last->cluster.code_point == 0x2019 && atom_is_letter(next);
    return is_spaced || (!is_word && !is_elision);
}

/* Opens the joints of the word that begins at `first`; returns its end. */
static size_t open_joints(struct setting *setting, size_t first) {
    struct atom *atoms = setting->atoms;
    size_t end = first;
    while (end < setting->n_atoms && atom_is_western(&atoms[end])) {
        end++;
    }
    for (size_t i = first + JOINT_ENDS; end - first >= LONG_WORD && i + JOINT_ENDS <= end; i++) {
        bool is_edge = atoms[i].class == CHAR_CLOSE || atoms[i - 1].class == CHAR_OPEN;
        if (atoms[i].break_before == BREAK_NEVER && is_joint(&atoms[i - 1]) &&
            !is_joint(&atoms[i]) && !is_edge) {
            atoms[i].break_before = BREAK_JOINT;
        }
    }
    return end;
}

/* Takes the atom into the context of the next. */
static void step(struct context *context, const struct atom *atom) {
    uint32_t c = atom->cluster.code_point;
    if (atom->kind == ATOM_SPACE) {
        return;
    }
    context->last = atom;
    context->is_in_number = is_number(atom) || (context->is_in_number && char_is_multiplier(c));
    context->is_in_ordinal = atom->kind == ATOM_TEXT &&
                             (char_is_ordinal(c) || (context->is_in_ordinal && char_is_numeral(c)));
}

void between_breaks(struct setting *setting) {
    struct context context = {0};
    for (size_t i = 0; i < setting->n_atoms; i++) {
        struct atom *atom = &setting->atoms[i];
        bool is_first = i == 0 || setting->atoms[i - 1].span != atom->span;
        if (atom->kind == ATOM_BREAK) {
            context.last = NULL;
            context.is_in_number = context.is_in_ordinal = false;
            continue;
        }
        bool starts_option = context.is_option_due || is_first;
        starts_option = starts_option && setting->spans[atom->span].starts_option;
        /* Blanks before an option stay on the line before. */
        context.is_option_due = starts_option && atom->kind == ATOM_SPACE;
        context.is_in_option = context.is_in_option || starts_option;
        if (context.last && may_break(setting, &context, i)) {
            bool is_within = context.is_in_option && !starts_option;
            atom->break_before = is_within ? BREAK_OPTION : BREAK_FREE;
        }
        step(&context, atom);
    }
    for (size_t i = 0; i < setting->n_atoms; i++) {
        if (atom_is_western(&setting->atoms[i])) {
            i = open_joints(setting, i) - 1;
        }
    }
}

/* Width of atoms [start, end). */
static int64_t measure(const struct setting *setting, size_t start, size_t end) {
    const struct atom *last = &setting->atoms[end - 1];
    return last->before.width + last->width - setting->atoms[start].before.width;
}

/* Frees the breaks within options that fit on no line. */
static void free_options(struct setting *setting) {
    struct atom *atoms = setting->atoms;
    for (size_t start = 0; start < setting->n_atoms;) {
        size_t end = start + 1;
        while (end < setting->n_atoms && atoms[end].kind != ATOM_BREAK &&
               !(atoms[end].span != atoms[end - 1].span &&
                 setting->spans[atoms[end].span].starts_option)) {
            end++;
        }
        bool is_wide = measure(setting, start, end) > setting->measure;
        for (size_t i = start; is_wide && i < end; i++) {
            if (atoms[i].break_before == BREAK_OPTION) {
                atoms[i].break_before = BREAK_FREE;
            }
        }
        start = end;
    }
}

/* Lets a word that fits on no line be torn between any two of its characters that are no marks. */
static void free_words(struct setting *setting) {
    struct atom *atoms = setting->atoms;
    for (size_t start = 0; start < setting->n_atoms;) {
        size_t end = start + 1;
        while (end < setting->n_atoms && atoms[end].break_before == BREAK_NEVER &&
               atoms[end].kind == ATOM_TEXT) {
            end++;
        }
        bool is_wide = measure(setting, start, end) > setting->measure;
        for (size_t i = start + 1; is_wide && i < end; i++) {
            if (line_may_part(setting, i)) {
                atoms[i].break_before = BREAK_TORN;
            }
        }
        start = end;
    }
}

void between_free(struct setting *setting) {
    if (setting->n_atoms > 0 && measure(setting, 0, setting->n_atoms) > setting->measure) {
        free_options(setting);
        free_words(setting);
    }
}
