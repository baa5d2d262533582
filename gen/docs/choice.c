/* Which papers a run makes (--only), and by which word each path below OUT is known. */
#include "docs/papers.h"
#include "docs/room.h"

const struct str *docs_words(const struct docs *docs, size_t *n_words) {
    *n_words = docs->papers->n_words;
    return docs->papers->words;
}

bool docs_makes(const struct docs *docs, struct str word) {
    const struct docs_settings *settings = &docs->settings;
    bool makes = settings->n_only == 0;
    for (size_t i = 0; !makes && i < settings->n_only; i++) {
        makes = str_equal(settings->only[i], word);
    }
    return makes;
}

/* The path could have come of the pattern: the pattern's texts stand in it, one behind the other,
 * the first at its start and the last at its end. */
static bool fits(struct str pattern, struct str path) {
    size_t at = 0, brace;
    struct str rest = pattern;
    for (bool is_first = true; (brace = str_find(rest, STR("{"), 0)) != SIZE_MAX;
         is_first = false) {
        struct str text = str_slice(rest, 0, brace);
        size_t found = str_find(path, text, at);
        if (found == SIZE_MAX || (is_first && found != 0)) {
            return false;
        }
        at = found + text.len;
        size_t end = str_find(rest, STR("}"), brace);
        rest = end == SIZE_MAX ? (struct str){0} : str_slice(rest, end + 1, rest.len);
    }
    struct str left = str_slice(path, at, path.len);
    return rest.len == pattern.len ? str_equal(path, rest) : str_ends(left, rest);
}

/* Both lie in the same folder of OUT. */
static bool is_beside(struct str a, struct str b) {
    struct str first_of_a, first_of_b;
    return str_split(&a, STR("/"), &first_of_a) && str_split(&b, STR("/"), &first_of_b) &&
           str_equal(first_of_a, first_of_b);
}

/* One of the paths that the paper can have. */
static bool is_of_paper(const struct docs *docs, struct arena *arena, const struct paper *paper,
                        struct str path) {
    return fits(paper->path, path) ||
           (paper->path_in_review.len && fits(paper->path_in_review, path)) ||
           fits(papers_draft_path(docs, arena, paper, paper->path), path) ||
           (paper->path_in_review.len &&
            fits(papers_draft_path(docs, arena, paper, paper->path_in_review), path));
}

struct str docs_word_of(const struct docs *docs, struct arena *arena, struct str path) {
    if (is_beside(path, docs_word(docs, "paths", "annual_report"))) {
        return DOCS_PROVINCE;
    }
    if (is_beside(path, docs_word(docs, "paths", "returned")) ||
        fits(docs_word(docs, "paths", "unit_problems"), path)) {
        return DOCS_RETURNS;
    }
    for (size_t i = 0; i < docs->papers->n_papers; i++) {
        const struct paper *paper = &docs->papers->papers[i];
        if (is_of_paper(docs, arena, paper, path)) {
            return paper->only;
        }
    }
    return (struct str){0};
}
