/*
 * Inner header of layout: a compiled form, between the files form_read.c and form_piece.c (from the
 * template), form_frame.c (its fixed places and static items), form_cell.c (values into a cell),
 * form_rows.c (height lent from row to row), form_tags.c (what it is to those who do not see it),
 * form_set.c (copies), form_rest.c (续页) and form_proof.c. All lengths are units of page.h.
 */
#ifndef LAYOUT_FORM_FORM_H
#define LAYOUT_FORM_FORM_H

#include "layout/layout.h"
#include "layout/text/text.h"

/* Caps on what a template may hold. */
#define FORM_MAX_PARTS   64
#define FORM_MAX_COLUMNS 64
#define FORM_MAX_ROWS    200
#define FORM_MAX_PIECES  200
#define FORM_MAX_BOXES   32
#define FORM_MAX_TABS    8
/* Settings remembered for a cell, by its ticks. */
#define FORM_MAX_VARIANTS 32

/* Where text stands in the height of its cell. */
enum form_stand { STAND_TOP, STAND_MIDDLE, STAND_BOTTOM };

/* A named look of the template. */
struct form_look {
    /* Its key under `looks`. */
    struct str name;
    /* Look at full size. */
    struct para_style style;
    /* Smallest size it may shrink to. */
    int32_t floor;
    /* Lines of full size for which other rows lend height; 0 for as many as there are. */
    int32_t most_lines;
    /* Padding at both sides in a cell. */
    int32_t padding;
    /* Place in the height. */
    enum form_stand stand;
};

/* What a piece of a cell's text is. */
enum piece_kind {
    /* Printed words. */
    PIECE_WORDS,
    /* A value, or a blank to write on where `field` is empty. */
    PIECE_FIELD,
    /* A date with its words 年 月 日. */
    PIECE_DATE,
    /* A tick box and its label. */
    PIECE_OPTION,
};

/* A piece of a cell's text. */
struct form_piece {
    /* Which members count. */
    enum piece_kind kind;
    /* Printed words; the label of an option. */
    struct str words;
    /* Field of the value; of an option, the field that may hold its code. */
    struct str field;
    /* Field written on an option's blank; empty for the detail of `field`. */
    struct str blank_field;
    /* Words behind an option's blank. */
    struct str after;
    /* Between this option and the next on its line. */
    struct str gap;
    /* Words of a date's year, month and day; the leading blanks give way to the number. */
    struct str parts[3];
    /* Width of the underlined blank; 0 for none. */
    int32_t blank;
    /* The blank reaches to the right edge of its line, so that those of a table end evenly. */
    bool fills_line;
    /* Code of an option. */
    int16_t code;
    /* An option that starts a line of its own. */
    bool starts_line;
};

/* Text of a cell, set. */
struct form_setting {
    /* Its paragraphs: one, or one an option where the cell has tabs. */
    const struct para **paras;
    /* Their places, from the top left of the cell's inner area. */
    struct point *places;
    /* How many. */
    size_t n_paras;
    /* Height of all. */
    int32_t height;
    /* Something sticks out to the right. */
    bool is_too_wide;
    /* A word without joints is parted. */
    bool is_torn;
};

/* A setting that holds for every copy with the same ticks and no words filled in. */
struct form_variant {
    /* Bit i: the i-th piece is ticked. */
    uint64_t ticks;
    /* The setting. */
    const struct form_setting *setting;
};

/* The remembered settings of a cell. */
struct form_variants {
    struct form_variant items[FORM_MAX_VARIANTS];
    size_t n_items;
};

/* A cell of the grid. */
struct form_cell {
    /* Place in the part's grid. */
    unsigned row, column, n_rows, n_columns;
    /* Place on the page; `inner` leaves the padding out. */
    struct area area, inner;
    /* Look of its text. */
    struct form_look look;
    /* Its text. */
    struct form_piece *pieces;
    size_t n_pieces;
    /* Boxes of one character each; 0 for none. */
    unsigned n_boxes;
    /* Places of options, from the left of `inner`; none for running text. */
    int32_t tabs[FORM_MAX_TABS];
    unsigned n_tabs;
    /* Filled in by the receiving agency: stays blank. */
    bool is_agency;
    /* One character a line. */
    bool is_vertical;
    /* Ruled at its foot. */
    bool is_underlined;
    /* Nothing in it changes from copy to copy. */
    bool is_static;
    /* What a 续页 calls it. */
    struct str name;
    /* What it is a part of, of the form's tags. */
    uint32_t tag;
    /* Where the template has it. */
    struct origin origin;
    /* Static items that come before it in reading order. */
    size_t n_before;
    /* Its printed words, set; NULL if it has none. */
    const struct form_setting *printed;
    /* Its settings without words filled in. */
    struct form_variants *variants;
};

/* A grid of the page; parts follow one another downwards. */
struct form_part {
    /* Empty space over it. */
    int32_t space;
    /* Columns as read: a width, or a weight (then the width is 0) that shares what is left. */
    int32_t widths[FORM_MAX_COLUMNS];
    double column_weights[FORM_MAX_COLUMNS];
    unsigned n_columns;
    /* Rows as read, likewise; -1 for a height taken from the text. */
    int32_t heights[FORM_MAX_ROWS];
    double row_weights[FORM_MAX_ROWS];
    unsigned n_rows;
    /* Left edges of the columns and top edges of the rows, and the last right and lower edge. */
    int32_t xs[FORM_MAX_COLUMNS + 1], ys[FORM_MAX_ROWS + 1];
    /* Thickness of outer and inner lines; 0 for none. */
    int32_t outer, inner;
    /* Its cells within the form's. */
    size_t first_cell, n_cells;
    /* Where the template has it. */
    struct origin origin;
};

/* A named text of the template. */
struct form_words {
    struct str name;
    struct form_piece *pieces;
    size_t n_pieces;
};

/* How a 续页 is set: a ruled table of what found no room in its cell. */
struct form_continuation {
    /* Stands in the cell instead of its value, {1} being the number of the item; empty if the form
     * has no 续页. */
    struct str note;
    /* Title of the page, and the line under it that says what it belongs to. */
    struct form_piece *title, *subject;
    size_t n_title, n_subject;
    /* Which page of the 续页 it is, {1} of {2}. */
    struct str page;
    /* Headings of the columns: number, cell, value. */
    struct str columns[3];
    /* Name of a cell whose value goes on from the page before, {1} being the name. */
    struct str again;
    /* Looks of the title, of a cell's name, of its text. */
    struct form_look title_look, heading_look, text_look;
};

/* Words of a user's own in place of the form's page, set; without paragraphs if there are none. */
struct form_own {
    /* Label of the pages and bookmark. */
    struct str label;
    /* Heading of the first page. */
    const struct para *title;
    const struct para **paras;
    size_t n_paras, capacity;
};

/* A form. */
struct form {
    /* Where it lives. */
    struct arena *arena;
    /* For trials: a typesetter keeps what it shapes in the arena it came from, which is often the
     * caller's, so that no arena from outside may be rewound. */
    struct arena *scratch;
    /* Who sets its text. */
    struct typesetter *typesetter;
    /* Its key `form`. */
    struct str name;
    /* Paper. */
    int32_t width, height;
    /* Inside the margins. */
    struct area body;
    /* Padding of cells; a look may have its own at the sides. */
    int32_t pad_x, pad_y;
    /* Looks. */
    struct form_look *looks;
    size_t n_looks, looks_capacity;
    /* Named texts. */
    struct form_words *texts;
    size_t n_texts;
    /* Grids. */
    struct form_part **parts;
    size_t n_parts;
    /* Cells of all parts, in reading order. */
    struct form_cell *cells;
    size_t n_cells, cells_capacity;
    /* Its page as parts of a document; the first is the whole. */
    struct document_tag *tags;
    size_t n_tags, tags_capacity;
    /* The 续页. */
    struct form_continuation continuation;
    /* What is printed instead of all that. */
    struct form_own own;
    /* Lines and printed words: what every copy starts from. Its tags are the form's. */
    struct page *frame;
    /* Of these, the lines, which come first. */
    size_t n_lines;
    /* The frame, and the printed words of all other cells as they stand in a form left empty. */
    struct page *stock;
};

/* Reading one template. */
struct form_reader {
    struct arena *arena;
    struct diag *diag;
    /* Knows the field names. */
    const struct form_source *knows;
    /* Being built. */
    struct form *form;
};

/* ---- form_shape.c ---- */

/* What a template must look like. */
extern const struct yaml_shape form_shape;
/* Words of enum alignment and enum form_stand, ended by NULL. */
extern const char *const form_alignments[], *const form_stands[];

/* ---- form_read.c ---- */

/* The look of that name; reports YAML_VALUE at `node` and gives the first one if there is none. */
struct form_look form_find_look(struct form_reader *reader, const struct yaml *node,
                                struct str name);
/* Reports YAML_VALUE: `key` of `node` may not be what it is. */
void form_refuse(struct form_reader *reader, const struct yaml *node, const char *key,
                 struct str allowed);
/* A length under `key`; `fallback` if absent. */
int32_t form_length(const struct yaml *map, const char *key, int32_t em, int32_t fallback);
/* Index in a NULL-ended list of words of the scalar under `key`, or `fallback`. */
int form_choice(const struct yaml *map, const char *key, const char *const *words, int fallback);

/* ---- form_piece.c ---- */

/* Reads a cell's keys; its place in the grid is set already. */
void form_read_cell(struct form_reader *reader, const struct yaml *node, struct form_cell *cell);
/* Reads a list of pieces (or one scalar). */
struct form_piece *form_read_pieces(struct form_reader *reader, const struct yaml *node, int32_t em,
                                    size_t *n_pieces);
/* Reports FORM_FIELD unless there is such a field, YAML_VALUE where it cannot be printed so. */
void form_check_field(struct form_reader *reader, const struct yaml *node, struct str name,
                      enum form_use use);

/* ---- form_frame.c ---- */

/* Gives every cell its place, draws the lines, sets the printed words. Reports FORM_GRID,
 * FORM_SPAN, FORM_ROOM, GLYPH_MISSING. */
bool form_compile(struct form *form, struct diag *diag);
/* The form with other heights of its rows, part by part, row by row; they add up to those it has.
 * Shares with it all but places and lines. */
const struct form *form_relay(struct arena *arena, const struct form *form, const int32_t *heights);

/* ---- form_tags.c ---- */

/* Makes the tags of a form, and gives each cell its own. */
void form_make_tags(struct form *form);
/* Adds them to a document; the form's tag i is tag i of the document from the returned one on. */
uint32_t form_add_tags(struct arena *arena, const struct form *form, struct document *document);

/* ---- form_cell.c ---- */

/* A cell with the values of one copy. */
struct form_fill {
    const struct form *form;
    const struct form_cell *cell;
    /* By piece: its value; NULL for printed words. */
    const struct form_value **values;
    /* By piece: its words, printed or written in, and what is shown, they or the note. */
    struct str *words, *shown;
    /* By piece: its words are on the 续页. */
    bool *is_out;
    /* Bit i: the i-th piece is ticked. */
    uint64_t ticks;
    /* Some piece has words written in. */
    bool has_words;
};

/* Looks the cell's values up; `source` may be NULL for an empty form. */
struct form_fill *form_fill_cell(struct arena *arena, const struct form *form,
                                 const struct form_cell *cell, const struct form_source *source);
/* Sets the cell at a type size, whether it fits or not. */
const struct form_setting *form_set_text(struct arena *arena, const struct form_fill *fill,
                                         int32_t size, struct diag *diag);
/* Whether a setting of the cell stays within it; a torn word counts if `is_whole`. */
bool form_fits(const struct form_cell *cell, const struct form_setting *setting, bool is_whole);
/* Sets the cell as large as it fits, its values no smaller than its floor; NULL if they do not fit
 * at that. A word is torn only if it fits whole at no size. */
const struct form_setting *form_fit(struct arena *arena, const struct form_fill *fill,
                                    struct diag *diag);
/* Sets the cell with the longest of its values, or as many as it takes, replaced by the note of
 * the 续页; `*n_items` numbers these on. */
const struct form_setting *form_fit_note(struct arena *arena, struct form_fill *fill,
                                         size_t *n_items);
/* The cell's own height, of padding and a setting. */
int32_t form_height(const struct form *form, const struct form_setting *setting);
/* Puts a setting on a page, in the cell. */
void form_place(struct arena *arena, const struct form_cell *cell,
                const struct form_setting *setting, struct page *page);
/* Puts one character into each box of the cell; false if there are more than boxes. */
bool form_place_boxes(struct arena *arena, const struct form_fill *fill, struct page *page,
                      struct diag *diag);

/* ---- form_rows.c ---- */

/* Lends height between rows: those whose values are too high for them get it from those with room,
 * flexible rows first. `fills` and `settings` are by cell, NULL for cells without values written
 * in; the settings are at full size. What can fit at no size is left out of account. Returns the
 * form itself if no row has room. */
const struct form *form_borrow(struct arena *arena, const struct form *form,
                               struct form_fill *const *fills,
                               const struct form_setting *const *settings);

/* ---- form_words.c ---- */

/* Sets `text`, read from `source`, as the form's own words; `node` is the template's `own-words`,
 * `looks` those of heading and paragraphs. Reports FILE_TOO_LARGE, GLYPH_MISSING. */
bool form_read_own(struct form *form, const struct yaml *node, const struct form_look *looks,
                   struct str text, const struct source *source, struct diag *diag);
/* Puts them on new pages of the document. */
void form_set_own(struct arena *arena, const struct form *form, struct document *document);

/* ---- form_rest.c ---- */

/* A value that found no room in its cell. */
struct form_rest {
    const struct form_cell *cell;
    /* Where it came from. */
    const struct form_value *value;
    struct str words;
};

/* Sets 续页 for values, with the form's labels; false if a value was reported as TEXT_OVERFLOW. */
bool form_set_rests(struct arena *arena, const struct form *form, const struct form_source *source,
                    const struct form_rest *rests, size_t n_rests, struct document *document,
                    struct diag *diag);
/* Pieces as one text, without looks. */
struct str form_join(struct arena *arena, const struct form *form, struct form_piece *pieces,
                     size_t n_pieces, const struct form_source *source);

#endif
