/*
 * Fonts and shaping: the one file that knows pango. A face is opened by file and index, as a pango
 * font of our own kind, so neither pango nor fontconfig ever chooses one. A character goes to the
 * first face of its role's chain that has it, by our own coverage sets. Shapes are kept without a
 * type size (EM), so the same text is shaped once whatever sizes are tried.
 */
#include <hb.h>
#include <pango/pango.h>

#include "layout/text/shape.h"

/* Chains are short; templates are ours, but a longer one is refused all the same. */
#define MAX_CHAIN 8
/* Roles and faces a file of roles may name. */
#define MAX_ROLES 32
#define MAX_FACES 64
/* Slots of the table of words; beyond half of them it is emptied. */
#define WORD_SLOTS 16384
/* Longest word kept, in bytes: longer ones do not come again. */
#define MAX_WORD 64
/* Code points with a place of their own, 256 to a page. */
#define N_PAGES (0x110000 / 256)

/* A word shaped in one face. */
struct word {
    /* Hash of text and face; the slot is free when `clusters` is NULL. */
    uint64_t hash;
    uint32_t face;
    struct str text;
    struct cluster *clusters;
    size_t n_clusters;
};

/* A face at work. */
struct font {
    /* At 1000 pt. */
    PangoFont *pango;
    /* The same for measuring ink; owned by `pango`. */
    hb_font_t *harfbuzz;
    /* A bit a code point. */
    uint64_t *coverage;
    /* Single characters shaped so far, 256 code points to a page; n_glyphs 0 for those not yet. */
    struct cluster **pages;
};

/* A font role. */
struct role {
    struct str name;
    /* Line box, in 1/EM. */
    int64_t ascent;
    /* Faces in order of preference. */
    uint32_t chain[MAX_CHAIN];
    size_t n_chain;
};

struct typesetter {
    struct arena *arena;
    /* Roles and faces. */
    struct face faces[MAX_FACES];
    struct font fonts[MAX_FACES];
    size_t n_faces;
    struct role roles[MAX_ROLES];
    size_t n_roles;
    /* Words and their shapes; emptied as a whole. */
    struct arena *words_arena;
    struct word *words;
    size_t n_words;
    /* For one paragraph at a time. */
    struct arena *scratch;
    PangoLanguage *language;
    /* Where pango puts its results. */
    PangoGlyphString *glyphs;
};

static bool read_roles(struct typesetter *typesetter, struct shelf *shelf, struct diag *diag);
static bool read_role(struct typesetter *typesetter, struct shelf *shelf, const struct yaml *node,
                      struct role *role, struct diag *diag);
static bool read_face(struct typesetter *typesetter, struct shelf *shelf, const struct yaml *node,
                      struct str name, uint32_t *face, struct diag *diag);

/* ---- a pango font that is one face of one file ------------------------------------------------
 */

/* The font as a GObject: pango asks it for its harfbuzz font, and for the extents of characters
 * that the face turns out not to have. */
struct exact_font {
    PangoFont parent;
    hb_face_t *face;
};

static hb_font_t *create_harfbuzz(PangoFont *font) {
    hb_font_t *made = hb_font_create(((struct exact_font *)font)->face);
    hb_font_set_scale(made, EM, EM);
    return made;
}

static PangoFontDescription *describe(PangoFont *font) {
    (void)font;
    return pango_font_description_new();
}

static PangoFontMap *get_map(PangoFont *font) {
    (void)font;
    return NULL;
}

/* What shaping puts in by itself, parts of a letter for example, may be unknown to the face: an em
 * square stands for it until take_clusters calls it missing. */
static void measure_glyph(PangoFont *font, PangoGlyph glyph, PangoRectangle *ink,
                          PangoRectangle *logical) {
    bool is_known = (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0 && glyph != PANGO_GLYPH_EMPTY;
    PangoRectangle box = {.y = -EM, .width = EM, .height = EM};
    if (is_known) {
        box.width = hb_font_get_glyph_h_advance(pango_font_get_hb_font(font), glyph);
    }
    if (ink) {
        *ink = box;
    }
    if (logical) {
        *logical = box;
    }
}

static void finalize(GObject *object) {
    PangoFontClass *parent = g_type_class_peek(PANGO_TYPE_FONT);
    hb_face_destroy(((struct exact_font *)object)->face);
    G_OBJECT_CLASS(parent)->finalize(object);
}

static void init_class(gpointer class, gpointer data) {
    (void)data;
    PANGO_FONT_CLASS(class)->create_hb_font = create_harfbuzz;
    PANGO_FONT_CLASS(class)->get_glyph_extents = measure_glyph;
    PANGO_FONT_CLASS(class)->describe = describe;
    PANGO_FONT_CLASS(class)->get_font_map = get_map;
    G_OBJECT_CLASS(class)->finalize = finalize;
}

/* A pango font of the face, at 1000 pt, unhinted. */
static PangoFont *open_pango(hb_face_t *face) {
    GType type = g_type_from_name("DengbaoExactFont");
    if (type == 0) {
        type = g_type_register_static_simple(PANGO_TYPE_FONT, "DengbaoExactFont",
                                             sizeof(PangoFontClass), init_class,
                                             sizeof(struct exact_font), NULL, (GTypeFlags)0);
    }
    struct exact_font *font = g_object_new(type, NULL);
    font->face = hb_face_reference(face);
    return &font->parent;
}

/* ---- opening ----------------------------------------------------------------------------------
 */

static void release_object(void *object) {
    g_object_unref(object);
}

static void release_glyphs(void *glyphs) {
    pango_glyph_string_free(glyphs);
}

static void release_arena(void *arena) {
    arena_close(arena);
}

struct typesetter *typesetter_open(struct arena *arena, struct shelf *fonts, struct diag *diag) {
    struct typesetter *typesetter = ARENA_NEW(arena, struct typesetter);
    typesetter->arena = arena;
    typesetter->words_arena = arena_open_like(arena);
    arena_own(arena, typesetter->words_arena, release_arena);
    typesetter->scratch = arena_open_like(arena);
    arena_own(arena, typesetter->scratch, release_arena);
    typesetter->words = ARENA_ARRAY(typesetter->words_arena, struct word, WORD_SLOTS);

    typesetter->language = pango_language_from_string("zh-cn");
    typesetter->glyphs = pango_glyph_string_new();
    arena_own(arena, typesetter->glyphs, release_glyphs);
    return read_roles(typesetter, fonts, diag) ? typesetter : NULL;
}

/* Part of a type size. */
static bool is_part(const struct yaml_shape *shape, struct str text) {
    int64_t millionths = 0;
    (void)shape;
    return length_decimal(&text, &millionths) && text.len == 0 && millionths <= 2000000;
}

/* fonts/roles.yaml. The descent is what the ascent leaves, and stands there for people. */
static const struct yaml_shape part_shape = {.kind = YAML_TEXT, .fits = is_part, .example = "0.88"};
static const struct yaml_shape face_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("file", &yaml_some_text),
                      YAML_MAY("index", YAML_SHAPE(.kind = YAML_NUMBER, .high = 255)))};
static const struct yaml_shape role_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("ascent", &part_shape), YAML_NEED("descent", &part_shape),
                      YAML_NEED("chain", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &face_shape,
                                                    .low = 1, .high = MAX_CHAIN)))};
static const struct yaml_shape roles_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("roles", YAML_SHAPE(.kind = YAML_NAMED, .entry = &role_shape,
                                                    .low = 1, .high = MAX_ROLES)))};

/* Reads roles.yaml and the coverage of all faces it names. */
static bool read_roles(struct typesetter *typesetter, struct shelf *shelf, struct diag *diag) {
    const struct yaml *root = shelf_yaml(shelf, "roles", STR(""), &roles_shape, diag);
    if (!root) {
        return false;
    }
    const struct yaml *roles = yaml_get(root, "roles");
    bool is_good = true;
    for (size_t i = 0; i < roles->n_items; i++) {
        struct role *role = &typesetter->roles[typesetter->n_roles++];
        role->name = str_copy(typesetter->arena, roles->keys[i]);
        is_good = read_role(typesetter, shelf, roles->items[i], role, diag) && is_good;
    }
    return is_good;
}

/* Reads one role; all its faces are tried, so that every missing file is named at once. */
static bool read_role(struct typesetter *typesetter, struct shelf *shelf, const struct yaml *node,
                      struct role *role, struct diag *diag) {
    const struct yaml *chain = yaml_get(node, "chain");
    struct str ascent = yaml_text(node, "ascent");
    int64_t millionths = 0;
    length_decimal(&ascent, &millionths);
    role->ascent = millionths * EM / 1000000;
    bool is_good = true;
    for (size_t i = 0; i < chain->n_items; i++) {
        struct str name =
            i == 0 ? role->name
                   : str_format(typesetter->arena, "%" STR_FMT "+%zu", STR_ARG(role->name), i);
        uint32_t face;
        if (read_face(typesetter, shelf, chain->items[i], name, &face, diag)) {
            role->chain[role->n_chain++] = face;
        } else {
            is_good = false;
        }
    }
    return is_good;
}

/* Opens the face and notes which characters it has. False for a file that is no font. */
static bool open_font(struct typesetter *typesetter, const struct face *face, struct font *font) {
    hb_blob_t *blob = hb_blob_create_from_file(face->path);
    hb_face_t *harfbuzz = hb_face_create(blob, face->index);
    bool is_good = face->index < hb_face_count(blob) && hb_face_get_glyph_count(harfbuzz) > 0;
    hb_blob_destroy(blob);
    hb_set_t *set = hb_set_create();
    hb_face_collect_unicodes(harfbuzz, set);
    if (is_good && !hb_set_is_empty(set)) {
        font->coverage = ARENA_ARRAY(typesetter->arena, uint64_t, 0x110000 / 64);
        for (hb_codepoint_t c = HB_SET_VALUE_INVALID; hb_set_next(set, &c) && c < 0x110000;) {
            font->coverage[c / 64] |= UINT64_C(1) << (c % 64);
        }
        font->pages = ARENA_ARRAY(typesetter->arena, struct cluster *, N_PAGES);
        font->pango = open_pango(harfbuzz);
        arena_own(typesetter->arena, font->pango, release_object);
        font->harfbuzz = pango_font_get_hb_font(font->pango);
    }
    hb_set_destroy(set);
    hb_face_destroy(harfbuzz);
    return font->pango != NULL;
}

/* Opens one more face, if there is room for it. */
static bool add_face(struct typesetter *typesetter, struct face face) {
    if (typesetter->n_faces == MAX_FACES ||
        !open_font(typesetter, &face, &typesetter->fonts[typesetter->n_faces])) {
        return false;
    }
    typesetter->faces[typesetter->n_faces++] = face;
    return true;
}

/* The face of that file and index, read already or now. */
static bool read_face(struct typesetter *typesetter, struct shelf *shelf, const struct yaml *node,
                      struct str name, uint32_t *face, struct diag *diag) {
    struct arena *arena = typesetter->arena;
    unsigned index = (unsigned)yaml_int(node, "index", 0, diag);
    struct str below = str_concat(arena, STR("files/"), yaml_text(node, "file"));
    struct str folder = shelf_folder(shelf);
    struct str path = str_format(arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(folder), STR_ARG(below));
    for (uint32_t i = 0; i < typesetter->n_faces; i++) {
        if (str_is(path, typesetter->faces[i].path) && typesetter->faces[i].index == index) {
            *face = i;
            return true;
        }
    }
    if (!shelf_note_file(shelf, below, diag_open(arena))) {
        diag_report(diag, &(struct diag_note){
                              .id = DIAG_FONT_MISSING, .origin = node->origin, .args = {below}});
        return false;
    }
    *face = (uint32_t)typesetter->n_faces;
    if (add_face(typesetter, (struct face){name, str_to_c(arena, path), index})) {
        return true;
    }
    struct str which = str_format(arena, "index %u", index);
    diag_report(diag, &(struct diag_note){.id = DIAG_FONT_UNUSABLE,
                                          .origin = node->origin,
                                          .args = {below, which}});
    return false;
}

bool typesetter_role(const struct typesetter *typesetter, struct str name, uint32_t *role) {
    for (size_t i = 0; i < typesetter->n_roles; i++) {
        if (str_equal(typesetter->roles[i].name, name)) {
            *role = (uint32_t)i;
            return true;
        }
    }
    return false;
}

struct str typesetter_nearest_role(const struct typesetter *typesetter, struct arena *arena,
                                   struct str name) {
    struct str names[MAX_ROLES];
    for (size_t i = 0; i < typesetter->n_roles; i++) {
        names[i] = typesetter->roles[i].name;
    }
    struct str nearest = str_nearest(name, names, typesetter->n_roles);
    return nearest.len ? nearest : str_join(arena, names, typesetter->n_roles, STR(", "));
}

struct str shape_role_name(const struct typesetter *typesetter, uint32_t role) {
    return typesetter->roles[role].name;
}

int32_t shape_ascent(const struct typesetter *typesetter, uint32_t role, int32_t size) {
    return (int32_t)(typesetter->roles[role].ascent * size / EM);
}

const struct face *shape_faces(const struct typesetter *typesetter, size_t *n_faces) {
    *n_faces = typesetter->n_faces;
    return typesetter->faces;
}

/* ---- shaping ----------------------------------------------------------------------------------
 */

struct arena *shape_begin(struct typesetter *typesetter) {
    if (typesetter->n_words > WORD_SLOTS / 2) {
        arena_reset(typesetter->words_arena);
        typesetter->words = ARENA_ARRAY(typesetter->words_arena, struct word, WORD_SLOTS);
        typesetter->n_words = 0;
    }
    return typesetter->scratch;
}

static bool covers(const struct font *font, uint32_t c) {
    return font->coverage[c / 64] >> (c % 64) & 1;
}

/* First face of the role that has the character. */
static bool find_face(const struct typesetter *typesetter, uint32_t role, uint32_t c,
                      uint32_t *face) {
    const struct role *chain = &typesetter->roles[role];
    for (size_t i = 0; i < chain->n_chain; i++) {
        if (covers(&typesetter->fonts[chain->chain[i]], c)) {
            *face = chain->chain[i];
            return true;
        }
    }
    return false;
}

/* Blank at the sides of a full-width mark, at most half an em and with a little air left. */
static void measure_room(const struct font *font, struct cluster *cluster) {
    enum char_class class = cluster->class;
    hb_glyph_extents_t ink;
    if ((class != CHAR_OPEN && class != CHAR_CLOSE) || cluster->n_glyphs != 1 ||
        cluster->advance < EM / 10 * 9 ||
        !hb_font_get_glyph_extents(font->harfbuzz, cluster->glyphs->id, &ink)) {
        return;
    }
    int32_t left = ink.x_bearing - EM / 20;
    int32_t right = cluster->advance - ink.x_bearing - ink.width - EM / 20;
    left = left < 0 ? 0 : left;
    right = right < 0 ? 0 : right;
    if (class == CHAR_OPEN) {
        cluster->left_room = left > EM / 2 ? EM / 2 : left;
    } else {
        cluster->right_room = right > EM / 2 ? EM / 2 : right;
    }
}

/* A selector that the face does not know chooses nothing: the letter before it stays as it is. */
static bool is_idle_selector(struct str text, size_t at, PangoGlyph glyph) {
    uint32_t c = utf8_next(text, &at);
    bool is_drawn = !(glyph & PANGO_GLYPH_UNKNOWN_FLAG) && glyph != PANGO_GLYPH_EMPTY && glyph != 0;
    return c >= 0xFE00 && char_is_extender(c) && !is_drawn;
}

/* Copies what pango made of `text` into clusters; the text of each follows the one before. */
static size_t take_clusters(struct typesetter *typesetter, struct arena *arena, uint32_t face,
                            struct str text, struct cluster **clusters) {
    const PangoGlyphString *made = typesetter->glyphs;
    size_t n_glyphs = (size_t)made->num_glyphs;
    struct shaped_glyph *glyphs = ARENA_ARRAY(arena, struct shaped_glyph, n_glyphs);
    size_t n = 0;
    *clusters = ARENA_ARRAY(arena, struct cluster, n_glyphs);
    struct cluster *cluster = NULL;
    int start = -1;
    for (size_t i = 0, kept = 0; i < n_glyphs; i++) {
        const PangoGlyphInfo *info = &made->glyphs[i];
        if (cluster && is_idle_selector(text, (size_t)made->log_clusters[i], info->glyph)) {
            continue;
        }
        struct shaped_glyph *glyph = &glyphs[kept++];
        bool is_bad = (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) || info->glyph == PANGO_GLYPH_EMPTY;
        *glyph = (struct shaped_glyph){.id = is_bad ? 0 : info->glyph,
                                       .advance = info->geometry.width,
                                       .x = info->geometry.x_offset,
                                       .y = info->geometry.y_offset};
        if (made->log_clusters[i] != start) {
            start = made->log_clusters[i];
            size_t at = (size_t)start;
            cluster = &(*clusters)[n++];
            cluster->glyphs = glyph;
            cluster->face = face;
            cluster->code_point = utf8_next(text, &at);
            cluster->class = char_class(cluster->code_point);
            cluster->text_len = (uint32_t)(text.len - (size_t)start);
            if (n > 1) {
                cluster[-1].text_len -= cluster->text_len;
            }
        }
        cluster->n_glyphs++;
        cluster->advance += glyph->advance;
        cluster->is_missing |= glyph->id == 0;
    }
    return n;
}

/* Shapes text in one face. The clusters live in `arena`. */
static size_t shape(struct typesetter *typesetter, struct arena *arena, uint32_t face,
                    struct str text, struct cluster **clusters) {
    size_t at = 0;
    PangoAnalysis analysis = {
        .font = typesetter->fonts[face].pango,
        .language = typesetter->language,
        .script = (guint8)g_unichar_get_script(utf8_next(text, &at)),
    };
    pango_shape_with_flags(text.data, (int)text.len, text.data, (int)text.len, &analysis,
                           typesetter->glyphs, PANGO_SHAPE_NONE);
    return take_clusters(typesetter, arena, face, text, clusters);
}

/* A stand-in for a character that no face has: 〓, or nothing, which para draws as a box. */
static struct cluster stand_in(struct typesetter *typesetter, uint32_t role, uint32_t c,
                               size_t text_len) {
    struct cluster cluster = {.advance = EM};
    uint32_t face;
    if (find_face(typesetter, role, 0x3013, &face)) {
        struct cluster *made;
        if (shape(typesetter, typesetter->scratch, face, STR("\xE3\x80\x93"), &made) == 1) {
            cluster = *made;
        }
    }
    cluster.is_missing = true;
    cluster.code_point = c;
    cluster.class = char_class(c);
    cluster.text_len = (uint32_t)text_len;
    return cluster;
}

/* What was shaped, unless the face turned out to lack a part of it. */
static struct cluster or_stand_in(struct typesetter *typesetter, uint32_t role,
                                  const struct cluster *made) {
    return made->is_missing ? stand_in(typesetter, role, made->code_point, made->text_len) : *made;
}

/* The shape of one character, which does not depend on its neighbours. */
static const struct cluster *shape_letter(struct typesetter *typesetter, uint32_t face,
                                          uint32_t c) {
    struct font *font = &typesetter->fonts[face];
    struct cluster **page = &font->pages[c / 256];
    if (!*page) {
        *page = ARENA_ARRAY(typesetter->arena, struct cluster, 256);
    }
    struct cluster *cluster = &(*page)[c % 256];
    if (cluster->n_glyphs == 0) {
        char bytes[4];
        struct str text = {bytes, utf8_encode(c, bytes)};
        struct cluster *made;
        if (shape(typesetter, typesetter->arena, face, text, &made) > 0) {
            *cluster = *made;
            measure_room(font, cluster);
        }
    }
    return cluster;
}

/* The shape of a word, for this paragraph only. */
static const struct word *shape_once(struct typesetter *typesetter, uint32_t face,
                                     struct str text) {
    struct word *word = ARENA_NEW(typesetter->scratch, struct word);
    word->n_clusters = shape(typesetter, typesetter->scratch, face, text, &word->clusters);
    return word;
}

/* The shape of a word, from the table or into it. */
static const struct word *shape_word(struct typesetter *typesetter, uint32_t face,
                                     struct str text) {
    if (text.len > MAX_WORD) {
        return shape_once(typesetter, face, text);
    }
    uint64_t hash = str_hash(text) + face;
    size_t slot = hash % WORD_SLOTS;
    struct word *word = &typesetter->words[slot];
    while (word->clusters) {
        if (word->hash == hash && word->face == face && str_equal(word->text, text)) {
            return word;
        }
        slot = (slot + 1) % WORD_SLOTS;
        word = &typesetter->words[slot];
    }
    /* A paragraph of very many words must not fill the table: then it keeps its words itself. */
    if (typesetter->n_words > WORD_SLOTS / 4 * 3) {
        return shape_once(typesetter, face, text);
    }
    typesetter->n_words++;
    word->hash = hash;
    word->face = face;
    word->text = str_copy(typesetter->words_arena, text);
    word->n_clusters =
        shape(typesetter, typesetter->words_arena, face, word->text, &word->clusters);
    return word;
}

/* Shaped by itself: ideographs, full-width marks, digits, blanks. */
static bool is_letter(uint32_t c) {
    enum char_class class = char_class(c);
    return class == CHAR_HAN || class == CHAR_DIGIT || class == CHAR_SPACE ||
           (c >= 0x2010 && class != CHAR_DASH && class != CHAR_WORD);
}

/* End of the word that starts at `at` with `first`: as long as the face and the kind stay. */
static size_t find_word_end(const struct typesetter *typesetter, uint32_t role, uint32_t face,
                            struct str text, size_t at) {
    uint32_t first = utf8_next(text, &at);
    bool is_dash = char_class(first) == CHAR_DASH;
    bool is_alone = is_letter(first);
    while (at < text.len) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        uint32_t other;
        /* A selector may be unknown to the face; shaping passes over it then. */
        bool is_selector = char_is_extender(c) && c >= 0xFE00;
        bool is_other =
            is_alone || is_letter(c) || (char_class(c) == CHAR_DASH ? c != first : is_dash);
        if (!is_selector && ((is_other && !char_is_extender(c)) ||
                             !find_face(typesetter, role, c, &other) || other != face)) {
            break;
        }
        at = next;
    }
    return at;
}

size_t shape_text(struct typesetter *typesetter, uint32_t role, struct str text,
                  struct cluster *clusters) {
    size_t n = 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        uint32_t face;
        if (!find_face(typesetter, role, c, &face)) {
            clusters[n++] = stand_in(typesetter, role, c, next - at);
            at = next;
            continue;
        }
        size_t peek = next;
        bool is_extended = next < text.len && char_is_extender(utf8_next(text, &peek));
        if (is_letter(c) && !is_extended) {
            clusters[n++] = or_stand_in(typesetter, role, shape_letter(typesetter, face, c));
            at = next;
            continue;
        }
        size_t end = find_word_end(typesetter, role, face, text, at);
        const struct word *word = shape_word(typesetter, face, str_slice(text, at, end));
        for (size_t i = 0; i < word->n_clusters; i++) {
            clusters[n++] = or_stand_in(typesetter, role, &word->clusters[i]);
        }
        at = end;
    }
    return n;
}
