/* Outline and styles into pages: the way of every document that is not a form. */
#include "docs/flowing.h"

#include "docs/papers.h"

/* Compiles the text of a key. */
static const struct prose *read_prose(struct arena *arena, const struct yaml *words,
                                      const char *key, struct diag *diag) {
    const struct yaml *node = yaml_get(words, key);
    return prose_compile(arena, node->text, node->origin, diag);
}

bool flowing_read(const struct docs *docs, const char *subject, const struct yaml_shape *shape,
                  struct flowing *flowing, struct diag *diag) {
    struct arena *arena = docs->arena;
    struct str path = str_format(arena, "prose/%s", subject);
    flowing->words = shelf_yaml(docs->shelf, path.data, docs->settings.edition, shape, diag);
    if (!flowing->words) {
        return false;
    }
    struct str styles =
        str_format(arena, "styles/%" STR_FMT, STR_ARG(yaml_text(flowing->words, "styles")));
    flowing->title = read_prose(arena, flowing->words, "title", diag);
    flowing->subject = read_prose(arena, flowing->words, "subject", diag);
    flowing->outline = outline_compile(arena, flowing->words, diag);
    flowing->master = yaml_text(flowing->words, "master");
    flowing->styles = styles_read(arena, docs->typesetter, docs->shelf, styles.data,
                                  docs->settings.edition, diag);
    bool is_good = flowing->title && flowing->subject && flowing->outline && flowing->styles;
    if (is_good) {
        struct origin master = yaml_get(flowing->words, "master")->origin;
        is_good = styles_prove_master(flowing->styles, flowing->master, master, diag);
        is_good = outline_prove_styles(flowing->outline, flowing->styles, diag) && is_good;
    }
    return is_good;
}

bool flowing_check(const struct docs *docs, const struct flowing *flowing,
                   const struct prose_scope *scope, const struct outline_parts *parts,
                   struct diag *diag) {
    struct arena *scratch = arena_open_like(docs->arena);
    struct block_list list = {0};
    struct document *document = document_open(scratch, docs->typesetter);
    bool is_good = prose_check(flowing->title, scope, diag);
    is_good = prose_check(flowing->subject, scope, diag) && is_good;
    is_good = outline_check(scratch, flowing->outline, scope, parts, &list, diag) && is_good;
    is_good = flow_set(scratch, flowing->styles, flowing->master, (struct flow_marks){0},
                       list.blocks, list.n_blocks, document, diag) &&
              is_good;
    arena_close(scratch);
    return is_good;
}

struct document *flowing_build(const struct docs *docs, struct arena *arena,
                               const struct flowing *flowing, const struct prose_scope *scope,
                               const struct outline_parts *parts, struct str mark,
                               struct str author, struct diag *diag) {
    struct document *document = document_open(arena, docs->typesetter);
    struct prose_text title = {0}, subject = {0};
    struct block_list list = {0};
    if (!prose_set(arena, flowing->title, scope, &title, diag) ||
        !prose_set(arena, flowing->subject, scope, &subject, diag) ||
        !outline_set(arena, flowing->outline, scope, parts, &list, diag)) {
        return NULL;
    }
    document->title = prose_join(arena, &title);
    document->subject = prose_join(arena, &subject);
    document->author = author;
    document->date = docs->settings.as_of;
    struct flow_marks marks = {.corner = mark};
    if (docs->settings.is_draft) {
        marks.watermark = docs->papers->draft_mark;
    }
    bool done = flow_set(arena, flowing->styles, flowing->master, marks, list.blocks, list.n_blocks,
                         document, diag);
    return done ? document : NULL;
}
