/* Unknown headers, scored by words and cells. */
#include "intake/score.h"

#include "intake/fit.h"
#include "intake/values.h"

/* Lists of words of one sort at most: they are bits. */
enum { MOST_LISTS = 64, LONGEST_WORD = 48 };

/* Likeness from which a column is offered, if its cells fit. */
enum { LEAST_LIKENESS = 45 };

/* What a word is: a bit of one of the two sorts, or noise. */
enum { NOISE = 0, TOPICS = 1, ASPECTS = MOST_LISTS + 1 };

/* A name taken apart. */
struct sense {
    uint64_t topics, aspects;
    /* What no list has. */
    struct str rest;
};

/* A name of a column, taken apart. */
struct phrase {
    size_t rule;
    struct sense sense;
};

struct scorer {
    /* Words → NOISE, TOPICS and ASPECTS with the number of their list. */
    struct dictionary *words;
    /* By kind of sheet. */
    struct phrase *phrases[N_SHEET_KINDS];
    size_t n_phrases[N_SHEET_KINDS];
};

/* ---- words --------------------------------------------------------------------------------- */

/* The longest word at a place of a key, and what it is; 0 bytes if there is none. */
static size_t word_at(const struct scorer *scorer, struct str key, size_t at, size_t *what) {
    size_t longest = 0;
    for (size_t end = at; end < key.len && end - at < LONGEST_WORD;) {
        size_t found;
        utf8_next(key, &end);
        if (dictionary_get(scorer->words, str_slice(key, at, end), &found)) {
            longest = end - at;
            *what = found;
        }
    }
    return longest;
}

static struct sense sense_of(const struct scorer *scorer, struct arena *arena, struct str text) {
    struct str key = header_key(arena, without_brackets(arena, text, SIZE_MAX));
    struct buf rest = {.arena = arena};
    struct sense sense = {0};
    for (size_t at = 0; at < key.len;) {
        size_t what = NOISE, size = word_at(scorer, key, at, &what);
        if (size == 0) {
            buf_add_code_point(&rest, utf8_next(key, &at));
            continue;
        }
        if (what >= ASPECTS) {
            sense.aspects |= UINT64_C(1) << (what - ASPECTS);
        } else if (what >= TOPICS) {
            sense.topics |= UINT64_C(1) << (what - TOPICS);
        }
        at += size;
    }
    sense.rest = buf_str(&rest);
    return sense;
}

static void add_words(struct arena *arena, struct scorer *scorer, const struct yaml *list,
                      size_t what) {
    for (size_t i = 0; i < list->n_items; i++) {
        dictionary_put(scorer->words, header_key(arena, list->items[i]->text), what);
    }
}

static void take_apart(struct arena *arena, struct scorer *scorer, const struct headers *headers) {
    size_t n = headers->n_names;
    struct phrase *phrases = ARENA_ARRAY(arena, struct phrase, n);
    for (size_t i = 0; i < n; i++) {
        phrases[i].rule = headers->name_rules[i];
        phrases[i].sense = sense_of(scorer, arena, headers->names[i]);
    }
    scorer->phrases[headers->kind] = phrases;
    scorer->n_phrases[headers->kind] = n;
}

static const struct yaml_shape lists_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_texts, .low = 1, .high = MOST_LISTS};
static const struct yaml_shape terms_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("noise", &yaml_some_texts), YAML_NEED("topics", &lists_shape),
                      YAML_NEED("aspects", &lists_shape))};

const struct scorer *scorer_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                 const struct headers *const *sheets, struct diag *diag) {
    const struct yaml *tree = shelf_yaml(shelf, "columns/terms", edition, &terms_shape, diag);
    if (!tree) {
        return NULL;
    }
    struct scorer *scorer = ARENA_NEW(arena, struct scorer);
    const struct yaml *topics = yaml_get(tree, "topics"), *aspects = yaml_get(tree, "aspects");
    scorer->words = dictionary_open(arena);
    for (size_t i = 0; i < aspects->n_items; i++) {
        add_words(arena, scorer, aspects->items[i], ASPECTS + i);
    }
    for (size_t i = 0; i < topics->n_items; i++) {
        add_words(arena, scorer, topics->items[i], TOPICS + i);
    }
    add_words(arena, scorer, yaml_get(tree, "noise"), NOISE);
    for (int kind = 0; kind < N_SHEET_KINDS; kind++) {
        take_apart(arena, scorer, sheets[kind]);
    }
    return scorer;
}

/* ---- likeness ------------------------------------------------------------------------------ */

static int n_bits(uint64_t bits) {
    int n = 0;
    for (; bits; bits &= bits - 1) {
        n++;
    }
    return n;
}

/* Hundredths of what two sets have in common. */
static int common(uint64_t a, uint64_t b) {
    int n = n_bits(a | b);
    return n ? n_bits(a & b) * 100 / n : 50;
}

/* Characters of one text that the other has, in hundredths of both. */
static int common_letters(struct str a, struct str b) {
    size_t n_a = 0, n_b = utf8_count(b), n_common = 0;
    for (size_t at = 0; at < a.len; n_a++) {
        size_t start = at;
        utf8_next(a, &at);
        n_common += str_contains(b, str_slice(a, start, at));
    }
    return n_a + n_b ? (int)(n_common * 200 / (n_a + n_b)) : 100;
}

/* The same words, in whatever order and however put. */
static bool is_same(const struct sense *a, const struct sense *b) {
    return a->topics == b->topics && a->aspects == b->aspects && str_equal(a->rest, b->rest) &&
           (a->topics || a->rest.len > 0);
}

/* They speak of the same thing, as far as words are known. */
static bool is_related(const struct sense *a, const struct sense *b) {
    enum { MOST_LETTERS = 60 };
    return (a->topics & b->topics) != 0 ||
           (!a->topics && !b->topics && common_letters(a->rest, b->rest) >= MOST_LETTERS);
}

/* A column that a header may mean. */
struct guess {
    const struct column_rule *rule;
    /* Likeness of its nearest name, up to 100; the same words; how the cells fit. */
    int likeness;
    bool is_same, is_related;
    struct fit fit;
};

static void liken(const struct scorer *scorer, const struct headers *headers,
                  const struct sense *sense, struct guess *guesses) {
    enum { TOPIC = 55, ASPECT = 30, REST = 15 };
    for (size_t i = 0; i < scorer->n_phrases[headers->kind]; i++) {
        const struct phrase *phrase = &scorer->phrases[headers->kind][i];
        struct guess *guess = &guesses[phrase->rule];
        int likeness = (common(sense->topics, phrase->sense.topics) * TOPIC +
                        common(sense->aspects, phrase->sense.aspects) * ASPECT +
                        common_letters(sense->rest, phrase->sense.rest) * REST) /
                       100;
        guess->likeness = likeness > guess->likeness ? likeness : guess->likeness;
        guess->is_same |= is_same(sense, &phrase->sense);
        guess->is_related |= is_related(sense, &phrase->sense);
    }
}

/* ---- giving columns ------------------------------------------------------------------------ */

static bool is_taken(const struct header_column *columns, size_t n_columns,
                     const struct column_rule *rule) {
    for (size_t i = 0; i < n_columns; i++) {
        if (columns[i].rule == rule) {
            return true;
        }
    }
    return false;
}

/* All cells fit, or nearly all of many. */
static bool fits_well(struct fit fit) {
    enum { FEW = 10 };
    return fit.n_filled > 0 && (fit.n_fit + fit.n_filled / FEW) >= fit.n_filled;
}

static int worth(const struct guess *guess) {
    enum { OF_CELLS = 30 };
    int cells = guess->fit.n_filled ? (int)(guess->fit.n_fit * OF_CELLS / guess->fit.n_filled) : 0;
    return guess->likeness + cells;
}

/* Notes the likeliest guesses, best first. */
static void note_likely(struct header_column *column, const struct guess *guesses, size_t n) {
    for (column->n_likely = 0; column->n_likely < HEADER_MOST_LIKELY;) {
        const struct guess *best = NULL;
        for (size_t i = 0; i < n; i++) {
            bool is_noted = false;
            for (size_t j = 0; j < column->n_likely; j++) {
                is_noted |= column->likely[j] == guesses[i].rule;
            }
            bool is_possible = guesses[i].rule && !is_noted && guesses[i].is_related &&
                               guesses[i].likeness >= LEAST_LIKENESS &&
                               (guesses[i].fit.n_fit > 0 || guesses[i].fit.n_filled == 0);
            best = is_possible && (!best || worth(&guesses[i]) > worth(best)) ? &guesses[i] : best;
        }
        if (!best) {
            return;
        }
        column->likely[column->n_likely++] = best->rule;
    }
}

static void score_header(const struct column_books *books, struct arena *scratch,
                         const struct headers *headers, struct header_column *columns,
                         size_t n_columns, struct header_column *column) {
    struct sense sense = sense_of(books->scorer, scratch, column->parts[column->n_parts - 1]);
    struct guess *guesses = ARENA_ARRAY(scratch, struct guess, headers->n_rules);
    const struct guess *only = NULL;
    size_t n_same = 0;
    liken(books->scorer, headers, &sense, guesses);
    for (size_t i = 0; i < headers->n_rules; i++) {
        struct guess *guess = &guesses[i];
        bool is_free = !is_taken(columns, n_columns, &headers->rules[i]);
        guess->rule = is_free ? &headers->rules[i] : NULL;
        if (is_free && (guess->is_same || guess->likeness >= LEAST_LIKENESS)) {
            guess->fit = column_fit(books, scratch, column, headers->rules[i].field);
        }
        bool is_it = guess->is_same && fits_well(guess->fit);
        n_same += guess->is_same;
        only = is_it && is_free ? guess : only;
    }
    if (only && n_same == 1) {
        column->rule = only->rule;
        column->headers = headers;
        column->n_used = 1;
        column->is_scored = true;
    } else {
        note_likely(column, guesses, headers->n_rules);
    }
}

void score_headers(const struct column_books *books, struct arena *scratch,
                   const struct headers *headers, struct header_column *columns, size_t n_columns) {
    for (size_t i = 0; i < n_columns; i++) {
        struct header_column *column = &columns[i];
        bool is_open = !column->entry || (column->entry->kind == HEADER_LOOK && !column->rule);
        if (is_open && column->n_parts > 0) {
            struct arena_mark mark = arena_mark(scratch);
            score_header(books, scratch, headers, columns, n_columns, column);
            arena_rewind(scratch, mark);
        }
    }
}
