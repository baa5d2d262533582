/* What a form's template must look like; form_read.c and form_piece.c say what its keys mean. */
#include "layout/form/form.h"

/* Longest length of a form, in units. */
#define MOST_LENGTH ((int32_t)(1000 * MM))

const char *const form_alignments[] = {"left", "center", "right", "justify", "spread", NULL};
const char *const form_stands[] = {"top", "middle", "bottom", NULL};

static bool is_a4(const struct yaml_shape *shape, struct str text) {
    (void)shape;
    return str_is(text, "A4");
}

static bool is_day(const struct yaml_shape *shape, struct str text) {
    struct date day;
    (void)shape;
    return date_from_iso(text, &day);
}

/* A width or height: a length, or a plain number that shares what is left. */
static bool is_measure(const struct yaml_shape *shape, struct str text) {
    int64_t weight = 0;
    int32_t length = 0;
    bool is_weight = str_to_int(text, &weight) && weight > 0 && weight <= 10000;
    return is_weight || (length_parse(text, 0, &length) && length > 0 && length <= shape->high);
}

static bool is_height(const struct yaml_shape *shape, struct str text) {
    return str_is(text, "auto") || is_measure(shape, text);
}

static const struct yaml_shape length_shape = {
    .kind = YAML_TEXT, .high = MOST_LENGTH, .fits = length_fits, .example = "12mm, 10.5pt, 1.5em"};
static const struct yaml_shape measure_shape = {
    .kind = YAML_TEXT, .high = MOST_LENGTH, .fits = is_measure, .example = "12mm, 10.5pt, 1"};
static const struct yaml_shape height_shape = {
    .kind = YAML_TEXT, .high = MOST_LENGTH, .fits = is_height, .example = "8mm, auto, 1"};
static const struct yaml_shape day_shape = {
    .kind = YAML_TEXT, .fits = is_day, .example = "YYYY-MM-DD"};
static const struct yaml_shape code_shape = {.kind = YAML_NUMBER, .high = 9999};
static const struct yaml_shape alignment_shape = {.kind = YAML_WORD, .words = form_alignments};
static const struct yaml_shape stand_shape = {.kind = YAML_WORD, .words = form_stands};

/* ---- pieces ---------------------------------------------------------------------------------- */

static const struct yaml_shape option_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("label", &yaml_any_text), YAML_MAY("code", &code_shape),
                      YAML_MAY("blank", &length_shape), YAML_MAY("fill", &yaml_some_flag),
                      YAML_MAY("field", &yaml_some_text), YAML_MAY("after", &yaml_some_text)),
    .or_text = true};
static const struct yaml_shape ticks_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("ticks", &yaml_some_text),
                      YAML_NEED("options", YAML_SHAPE(.kind = YAML_ENTRIES,
                                                      .entry = YAML_SHAPE(.kind = YAML_ENTRIES,
                                                                          .entry = &option_shape))),
                      YAML_MAY("gap", &yaml_any_text))};
static const struct yaml_shape date_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("date", &yaml_some_text),
                      YAML_NEED("parts", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_any_text,
                                                    .low = 3, .high = 3)))};
static const struct yaml_shape field_shape = {.kind = YAML_RECORD,
                                              .keys = YAML_KEYS(YAML_NEED("field", &yaml_some_text),
                                                                YAML_MAY("blank", &length_shape),
                                                                YAML_MAY("fill", &yaml_some_flag))};
/* With a field it is a field_shape; the key stands here to be proposed. */
static const struct yaml_shape blank_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("blank", &length_shape), YAML_MAY("fill", &yaml_some_flag),
                      YAML_MAY("field", &yaml_some_text))};
static const struct yaml_shape *const piece_shapes[] = {&ticks_shape, &date_shape, &field_shape,
                                                        &blank_shape, NULL};
static const struct yaml_shape pieces_shape = {
    .kind = YAML_ENTRIES,
    .entry = YAML_SHAPE(.kind = YAML_VARIANT, .variants = piece_shapes, .or_text = true),
    .or_one = true};

/* ---- the grid -------------------------------------------------------------------------------- */

static const struct yaml_shape cell_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_MAY("label", &yaml_some_text), YAML_MAY("field", &yaml_some_text),
        YAML_MAY("text", &pieces_shape), YAML_MAY("tick", &yaml_some_text),
        YAML_MAY("code", &code_shape),
        YAML_MAY("boxes", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = FORM_MAX_BOXES)),
        YAML_MAY("span", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = FORM_MAX_COLUMNS)),
        YAML_MAY("rows", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = FORM_MAX_ROWS)),
        YAML_MAY("tabs", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &length_shape, .low = 1,
                                    .high = FORM_MAX_TABS)),
        YAML_MAY("agency", &yaml_some_flag), YAML_MAY("vertical", &yaml_some_flag),
        YAML_MAY("underline", &yaml_some_flag), YAML_MAY("look", &yaml_some_text),
        YAML_MAY("align", &alignment_shape), YAML_MAY("stand", &stand_shape),
        YAML_MAY("name", &yaml_some_text))};
/* A row all of whose places are taken from above has no cells. */
static const struct yaml_shape row_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_MAY("height", &height_shape),
                      YAML_MAY("cells", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &cell_shape,
                                                   .low = 0, .high = FORM_MAX_COLUMNS)))};
static const struct yaml_shape lines_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("inner", LENGTH_SHAPE(0, 20 * PT)),
                      YAML_MAY("outer", LENGTH_SHAPE(0, 20 * PT)))};
static const struct yaml_shape part_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &measure_shape,
                                                      .low = 1, .high = FORM_MAX_COLUMNS)),
                      YAML_NEED("rows", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &row_shape,
                                                   .low = 1, .high = FORM_MAX_ROWS)),
                      YAML_MAY("space", &length_shape), YAML_MAY("lines", &lines_shape),
                      YAML_MAY("row-height", &height_shape))};

/* ---- the template ---------------------------------------------------------------------------- */

static const struct yaml_shape page_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("size", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &length_shape, .low = 2,
                                     .high = 2, .or_text = true, .fits = is_a4, .example = "A4")),
        YAML_NEED("margin",
                  YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &length_shape, .low = 4, .high = 4)))};
static const struct yaml_shape look_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("role", &yaml_some_text), YAML_NEED("size", LENGTH_SHAPE(PT, 200 * PT)),
                  YAML_MAY("leading", LENGTH_SHAPE(PT, 400 * PT)),
                  YAML_MAY("floor", LENGTH_SHAPE(PT, 200 * PT)),
                  YAML_MAY("lines", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 100)),
                  YAML_MAY("align", &alignment_shape), YAML_MAY("stand", &stand_shape),
                  YAML_MAY("indent", &length_shape),
                  YAML_MAY("gray", YAML_SHAPE(.kind = YAML_NUMBER, .high = 255)),
                  YAML_MAY("padding", &length_shape))};
static const struct yaml_shape continuation_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("note", &yaml_some_text), YAML_NEED("title", &pieces_shape),
        YAML_NEED("subject", &pieces_shape), YAML_NEED("page", &yaml_some_text),
        YAML_NEED("columns",
                  YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 3, .high = 3)),
        YAML_NEED("again", &yaml_some_text), YAML_NEED("title-look", &yaml_some_text),
        YAML_NEED("heading-look", &yaml_some_text), YAML_NEED("text-look", &yaml_some_text))};

static const struct yaml_shape own_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("title", &yaml_some_text), YAML_NEED("label", &yaml_some_text),
                      YAML_NEED("title-look", &yaml_some_text),
                      YAML_NEED("text-look", &yaml_some_text))};

/* What the pages, bookmarks and properties of a form are called. */
static const struct yaml_shape texts_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("label", &pieces_shape), YAML_NEED("bookmark", &pieces_shape),
                      YAML_MAY("title", &pieces_shape), YAML_MAY("subject", &pieces_shape))};

const struct yaml_shape form_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("form", &yaml_some_text), YAML_NEED("page", &page_shape),
                      YAML_NEED("looks", YAML_SHAPE(.kind = YAML_NAMED, .entry = &look_shape)),
                      YAML_NEED("parts", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &part_shape,
                                                    .low = 1, .high = FORM_MAX_PARTS)),
                      YAML_MAY("edition", &yaml_some_text), YAML_MAY("valid-from", &day_shape),
                      YAML_MAY("padding", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &length_shape,
                                                     .low = 2, .high = 2)),
                      YAML_NEED("texts", &texts_shape), YAML_MAY("own-words", &own_shape),
                      YAML_MAY("continuation", &continuation_shape))};
