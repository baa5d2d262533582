/*
 * Fonts: roles and faces, opened for good. A face is opened by file and index, as a pango font of
 * our own kind, so neither pango nor fontconfig ever chooses one.
 */
#include "layout/text/fonts.h"

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
    .keys = YAML_KEYS(YAML_NEED("file", &yaml_some_text), YAML_MAY("lower", &part_shape),
                      YAML_MAY("sums", &yaml_some_flag),
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

/* Reads roles.yaml and opens all faces it names. */
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

/* A part of the type size, in 1/EM; 0 if it is not there. */
static int32_t read_part(const struct yaml *node, const char *key) {
    struct str text = yaml_text(node, key);
    int64_t millionths = 0;
    return text.len && length_decimal(&text, &millionths) ? (int32_t)(millionths * EM / 1000000)
                                                          : 0;
}

/* Reads one role; all its faces are tried, so that every missing file is named at once. */
static bool read_role(struct typesetter *typesetter, struct shelf *shelf, const struct yaml *node,
                      struct role *role, struct diag *diag) {
    const struct yaml *chain = yaml_get(node, "chain");
    role->ascent = read_part(node, "ascent");
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

static void release_file(void *file) {
    hb_face_destroy(file);
}

static void release_lookup(void *lookup) {
    hb_font_destroy(lookup);
}

/* Maps the face's file. False for a file that is no font or has no characters. */
static bool map_file(struct typesetter *typesetter, const struct face *face, struct font *font) {
    hb_blob_t *blob = hb_blob_create_from_file(face->path);
    hb_face_t *file = hb_face_create(blob, face->index);
    bool is_good = face->index < hb_face_count(blob) && hb_face_get_glyph_count(file) > 0;
    hb_blob_destroy(blob);
    arena_own(typesetter->arena, file, release_file);
    hb_blob_t *characters = hb_face_reference_table(file, HB_TAG('c', 'm', 'a', 'p'));
    is_good = is_good && hb_blob_get_length(characters) > 0;
    hb_blob_destroy(characters);
    if (is_good) {
        font->file = file;
        font->lookup = hb_font_create(file);
        arena_own(typesetter->arena, font->lookup, release_lookup);
        font->coverage = ARENA_ARRAY(typesetter->arena, struct coverage *, N_PAGES);
    }
    return is_good;
}

/* A face of that file which is open already; NULL if there is none. */
static const struct font *find_twin(const struct typesetter *typesetter, const struct face *face) {
    const struct font *twin = NULL;
    for (size_t i = 0; !twin && i < typesetter->n_faces; i++) {
        const struct face *other = &typesetter->faces[i];
        bool is_same = other->index == face->index && str_is(str_from_c(other->path), face->path);
        twin = is_same ? &typesetter->fonts[i] : NULL;
    }
    return twin;
}

static bool open_font(struct typesetter *typesetter, const struct face *face, struct font *font) {
    const struct font *twin = find_twin(typesetter, face);
    if (twin) {
        font->file = twin->file;
        font->lookup = twin->lookup;
        font->coverage = twin->coverage;
    } else if (!map_file(typesetter, face, font)) {
        return false;
    }
    font->pages = ARENA_ARRAY(typesetter->arena, struct cluster *, N_PAGES);
    font->pango = open_pango(font->file);
    arena_own(typesetter->arena, font->pango, release_object);
    font->harfbuzz = pango_font_get_hb_font(font->pango);
    return true;
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

/* Holds the file of a face against its sums, once for each state of the file on this machine.
 * Reports FONT_DAMAGED. */
static bool prove_sums(const struct typesetter *typesetter, struct shelf *shelf,
                       const struct yaml *node, unsigned index, struct str below,
                       struct diag *diag) {
    struct arena *arena = typesetter->scratch;
    struct str what = str_format(arena, "sums %u", index);
    char tag[5] = "";
    if (!yaml_bool(node, "sums", true, diag) || !shelf_wants_proof(shelf, below, what)) {
        return true;
    }
    struct str folder = shelf_folder(shelf);
    struct str path = str_format(arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(folder), STR_ARG(below));
    hb_blob_t *blob = hb_blob_create_from_file(str_to_c(arena, path));
    unsigned length;
    const char *data = hb_blob_get_data(blob, &length);
    bool is_right = !sums_find_wrong((struct str){data, length}, index, tag);
    hb_blob_destroy(blob);
    if (is_right) {
        shelf_set_proved(shelf, below, what);
    } else {
        diag_report(diag, &(struct diag_note){.id = DIAG_FONT_DAMAGED,
                                              .origin = node->origin,
                                              .args = {below, str_from_c(tag)}});
    }
    return is_right;
}

/* The face of that file and index, read already or now. */
static bool read_face(struct typesetter *typesetter, struct shelf *shelf, const struct yaml *node,
                      struct str name, uint32_t *face, struct diag *diag) {
    struct arena *arena = typesetter->arena;
    unsigned index = (unsigned)yaml_int(node, "index", 0, diag);
    struct str below = str_concat(arena, STR("files/"), yaml_text(node, "file"));
    struct str folder = shelf_folder(shelf);
    struct str path = str_format(arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(folder), STR_ARG(below));
    int32_t lower = read_part(node, "lower");
    for (uint32_t i = 0; i < typesetter->n_faces; i++) {
        if (str_is(path, typesetter->faces[i].path) && typesetter->faces[i].index == index &&
            typesetter->fonts[i].lower == lower) {
            *face = i;
            return true;
        }
    }
    if (!shelf_note_file(shelf, below, diag_open(arena))) {
        diag_report(diag, &(struct diag_note){
                              .id = DIAG_FONT_MISSING, .origin = node->origin, .args = {below}});
        return false;
    }
    if (!prove_sums(typesetter, shelf, node, index, below, diag)) {
        return false;
    }
    *face = (uint32_t)typesetter->n_faces;
    if (add_face(typesetter, (struct face){name, str_to_c(arena, path), index})) {
        typesetter->fonts[*face].lower = lower;
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
