/* The first look at a document: which glyphs of which faces it sets, and what each stands for. */
#include "write/pdf/content.h"

/* Glyphs of clusters of several wait until all single glyphs have their text. */
struct waiting_cluster {
    struct kit_glyph *glyph;
    struct str text;
};

/* Taking the glyphs of a document. */
struct taking {
    struct ink *ink;
    struct fontkit *kit;
    struct arena *arena;
    struct diag *diag;
    struct waiting_cluster *waiting;
    size_t n_waiting, capacity;
    /* A bit for each face that was reported: one report a face is enough. */
    bool *is_reported;
    bool is_failed;
};

static size_t count_glyphs(const struct document *document) {
    size_t n_glyphs = 0;
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        for (size_t k = 0; k < page->n_items; k++) {
            n_glyphs += page->items[k].kind == ITEM_RUN ? page->items[k].run.n_glyphs : 0;
        }
    }
    return n_glyphs;
}

static void fail(struct taking *taking, uint32_t face, const char *problem) {
    taking->is_failed = true;
    if (problem && !taking->is_reported[face]) {
        fontkit_report(&taking->ink->document->faces[face], problem, taking->diag);
    }
    taking->is_reported[face] = true;
}

/* The face of a run, opened at its first use. */
static struct kit_face *face_of(struct taking *taking, uint32_t face) {
    struct ink *ink = taking->ink;
    if (!ink->faces[face] && !taking->is_reported[face]) {
        ink->faces[face] = fontkit_face(taking->kit, &ink->document->faces[face], taking->diag);
        if (!ink->faces[face]) {
            fail(taking, face, NULL);
        }
    }
    return ink->faces[face];
}

static void wait_for_text(struct taking *taking, struct kit_glyph *glyph, struct str text) {
    struct waiting_cluster waiting = {glyph, text};
    ARENA_PUSH(taking->arena, taking->waiting, taking->n_waiting, taking->capacity, waiting);
}

/* Glyphs of a cluster: a character each where there are as many, else the first stands for all. */
static void wait_for_cluster(struct taking *taking, struct kit_glyph **taken, size_t n_glyphs,
                             struct str text) {
    if (utf8_count(text) != n_glyphs) {
        wait_for_text(taking, taken[0], text);
        return;
    }
    for (size_t i = 0, at = 0; i < n_glyphs; i++) {
        size_t start = at;
        utf8_next(text, &at);
        wait_for_text(taking, taken[i], str_slice(text, start, at));
    }
}

/* Gives the glyphs of a run the texts of their clusters, where they have none yet. */
static void give_texts(struct taking *taking, const struct run *run, struct kit_glyph **taken) {
    struct str rest = run->text;
    for (size_t i = 0, end; i < run->n_glyphs; i = end) {
        struct str text = next_cluster(&rest, run->glyphs[i].text_len);
        end = i + 1;
        while (end < run->n_glyphs && run->glyphs[end].text_len == 0) {
            end++;
        }
        if (end > i + 1) {
            wait_for_cluster(taking, taken + i, end - i, text);
        } else if (text.len > 0 && taken[i]->text.len == 0) {
            taken[i]->text = text;
        }
    }
}

static void take_run(struct taking *taking, const struct run *run) {
    struct ink *ink = taking->ink;
    struct kit_face *face = run->n_glyphs ? face_of(taking, run->face) : NULL;
    if (!face) {
        return;
    }
    struct kit_glyph **taken = ink->glyphs + ink->next;
    size_t n_taken = fontkit_use_all(face, run->glyphs, run->n_glyphs, taken);
    if (n_taken < run->n_glyphs) {
        struct arena *arena = taking->arena;
        fail(taking, run->face,
             str_to_c(arena, str_format(arena, "glyph %u", run->glyphs[n_taken].id)));
        return;
    }
    give_texts(taking, run, taken);
    ink->next += run->n_glyphs;
}

/* Takes the sign that a path is set as, with the text of the first that is. */
static void take_path(struct taking *taking, const struct path *path) {
    struct ink *ink = taking->ink;
    enum kit_sign sign = sign_of(path);
    if (sign == KIT_SIGN_MISSING || ink->signs[sign]) {
        return;
    }
    struct kit_face *face = fontkit_signs(taking->kit);
    ink->faces[ink->document->n_faces] = face;
    ink->signs[sign] = fontkit_use(face, sign);
    ink->signs[sign]->text = path->text;
}

bool ink_take(struct ink *ink, struct fontkit *kit, struct arena *arena,
              const struct document *document, struct diag *diag) {
    *ink = (struct ink){.document = document,
                        .faces = ARENA_ARRAY(arena, struct kit_face *, document->n_faces + 1),
                        .glyphs = ARENA_ARRAY(arena, struct kit_glyph *, count_glyphs(document))};
    struct taking taking = {.ink = ink,
                            .kit = kit,
                            .arena = arena,
                            .diag = diag,
                            .is_reported = ARENA_ARRAY(arena, bool, document->n_faces)};
    fontkit_begin(kit);
    fontkit_use_stock(kit, document);
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        for (size_t k = 0; k < page->n_items; k++) {
            const struct item *item = &page->items[k];
            if (item->kind == ITEM_RUN) {
                take_run(&taking, &item->run);
            } else if (item->kind == ITEM_PATH) {
                take_path(&taking, &item->path);
            }
        }
    }
    for (size_t i = 0; i < taking.n_waiting; i++) {
        if (taking.waiting[i].glyph->text.len == 0) {
            taking.waiting[i].glyph->text = taking.waiting[i].text;
        }
    }
    tags_begin(&ink->tags, arena, document);
    ink->next = 0;
    return !taking.is_failed;
}
