/*
 * model: the quiet archive. Units and their systems as records of values, each value with the cell
 * it came from. It does not know where data comes from or goes to, and judges nothing.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/base.h"
#include "model/regions.h"
#include "model/unit_key.h"

/* What a value is. */
enum field_type {
    /* Prose or a name. */
    FIELD_TEXT,
    /* Six digits, one box each; text holds them. */
    FIELD_DIGITS6,
    /* A telephone number, kept as text. */
    FIELD_PHONE,
    /* One code of an option list. */
    FIELD_OPTION,
    /* Any codes of an option list. */
    FIELD_OPTIONS,
    /* number: 1 yes, 0 no. */
    FIELD_BOOL,
    /* number: a count, 0 or more. */
    FIELD_COUNT,
    /* number: hundredths of a percent, 0 to 10000; -1 for a part whose share is not given. */
    FIELD_PERCENT,
    /* number: hundredths of 万元 (that is, units of 100 yuan). */
    FIELD_MONEY,
    /* number: thousandths of what the column counts, 0 or more. */
    FIELD_NUMBER,
    /* number: 1 to 5. */
    FIELD_LEVEL,
    /* date and precision. */
    FIELD_DATE,
};

/* Which record a field belongs to. What 单位管理情况 says of a unit is the unit's own. */
enum field_entity {
    ENTITY_UNIT,
    ENTITY_SYSTEM,
    /* A row of 差距自查: an item of the baseline, as one system meets it. */
    ENTITY_GAP,
    /* A row of 专家名单: a member of the unit's committee. */
    ENTITY_EXPERT,
    /* A row of 产品清单: a product that the unit's plan selects. */
    ENTITY_PRODUCT,
    /* A row of 数据摸底: a category of a unit's data. */
    ENTITY_DATA,
    /* How many there are. */
    N_ENTITIES,
};

/* Every field of fields.def. */
enum field {
#define FIELD(id, name, entity, type, options) FIELD_##id,
#include "model/fields.def"
#undef FIELD
    /* How many there are. */
    N_FIELDS
};

/* A line of fields.def. */
struct field_info {
    /* Dotted name used by columns, forms, rules and prose. */
    const char *name;
    /* Whose it is. */
    enum field_entity entity;
    /* What its values are. */
    enum field_type type;
    /* Name of its option list; "" if none. */
    const char *options;
};

/* Codes an option value may hold. */
#define VALUE_MAX_CODES 8

/* What was said of a value that is not given. */
enum missed {
    /* Nothing. */
    MISSED_NOT,
    /* That its cell says nothing. */
    MISSED_CELL,
    /* That its table lacks the column: once for all rows. */
    MISSED_COLUMN,
};

/* One value as handed in. A field without a column has no value, or one of which only `missed` is
 * set; an empty cell of a column is a value of which only origin and header are set, so that who
 * misses it can name the place. */
struct value {
    /* The sender's own text of the cell. */
    struct str raw;
    /* The text to print: trimmed; for options the label, for dates ISO, for numbers digits. */
    struct str text;
    /* Words the sender wrote after an "other" option; else empty. */
    struct str detail;
    /* The column's header as written. */
    struct str header;
    /* The cell. */
    struct origin origin;
    /* Number by type (see enum field_type); for FIELD_OPTION the first code. */
    int64_t number;
    /* Codes of options as written, repeats kept: the n-th degree of harm (system.s.degree) belongs
     * to the n-th object (system.s.object), so neither order nor repeats may be lost. Of a bad
     * value those that were understood nevertheless, 0 in the place of each that was not; none of
     * them is printed, but what they prove may be held against a level. */
    int16_t codes[VALUE_MAX_CODES];
    /* For FIELD_DATE. */
    struct date date;
    /* For FIELD_DATE. */
    enum date_precision precision : 8;
    /* How many codes. */
    uint8_t n_codes;
    /* Of a value that is not given: what was said of that, so that nobody says it again. */
    enum missed missed : 6;
    /* Could not be read as its type: only `raw` and `origin` mean anything, and the diagnostic has
     * been given. */
    bool is_bad : 1;
    /* FIELD_BOOL, or a text that answers a question: a no that is said to be under way or planned.
     */
    bool is_planned : 1;
};

/* Places of a record: the fields of systems, of which there are the most. */
enum {
#define FIELD(id, name, entity, type, options) +(ENTITY_##entity == ENTITY_SYSTEM)
    RECORD_FIELDS =
#include "model/fields.def"
#undef FIELD
};

/* The values of a unit, a system, or what else an entity is: of one, as there is no room for more.
 * Missing ones are NULL. */
struct record {
    /* By the field's place among those of its entity; asked by record_at and record_value. */
    const struct value *values[RECORD_FIELDS];
    /* Whose fields: the entity of the first that was set, and 1; 0 before. */
    unsigned entity;
    /* The row it was read from. */
    struct origin origin;
};

/* Rows that belong to a unit or a system, in the order handed in. */
struct records {
    /* The rows; each keeps its origin. */
    const struct record **records;
    /* How many. */
    size_t n_records;
    /* Room for. */
    size_t capacity;
};

/* 信息系统: one information system of a unit. */
struct system {
    /* Its values. */
    struct record record;
    /* Whose it is. */
    struct unit *unit;
    /* 1 for the unit's first system as handed in, and so on. */
    size_t ordinal;
    /* 差距自查: its items (ENTITY_GAP); none if no gap sheet speaks of it. */
    struct records gaps;
};

/* 数据摸底: one category of a unit's data, the smallest of the unit's own classification. */
struct data_category {
    /* Its values. */
    struct record record;
    /* Whose it is. */
    struct unit *unit;
};

/* 单位: an institution that hands in. */
struct unit {
    /* Its values. */
    struct record record;
    /* What tells it from others. */
    struct unit_key key;
    /* The key as text, stable between years: unit_id of the tables of data/. */
    struct str id;
    /* Its place among the inventory's units, in the order found. */
    size_t place;
    /* A table that says who its units are has it. */
    bool is_registered;
    /* Its systems in the order handed in. */
    struct system **systems;
    /* How many. */
    size_t n_systems;
    /* Room for. */
    size_t capacity;
    /* 专家名单 and 产品清单 (ENTITY_EXPERT, ENTITY_PRODUCT). A product may name its system. */
    struct records experts, products;
    /* Normalised name → index in systems; inner. */
    struct dictionary *index;
    /* Its categories of data in the order handed in. */
    struct data_category **data;
    /* How many. */
    size_t n_data;
    /* Room for. */
    size_t data_capacity;
};

/* Everything that was handed in. */
struct inventory {
    /* Where records live. */
    struct arena *arena;
    /* The units in the order found. */
    struct unit **units;
    /* How many. */
    size_t n_units;
    /* Room for. */
    size_t capacity;
    /* Normalised name → index in units; inner. */
    struct dictionary *index;
};

/* A column that a sheet may have, as it is read and as the blank workbook offers it. */
struct column_facts {
    enum field field;
    /* Its header. */
    struct str name;
    /* Its cells must be filled; the column must be there. */
    bool is_required, is_expected;
    /* Its cells are prose, whose line breaks stay. */
    bool has_lines;
    /* Filled only where this field is; N_FIELDS: always. */
    enum field condition;
};

/* The columns of one kind of sheet, in their order. */
struct column_book {
    /* Name of its file in templates/columns. */
    struct str name;
    const struct column_facts *columns;
    /* How many. */
    size_t n_columns;
};

/* Names hidden in workbooks of ours, so that they are known again: the edition and version of a
 * blank workbook (a text), and, each with a number behind, the sheets that are no data. */
#define BOOK_NAME_VERSION "_dengbao_version"
#define BOOK_NAME_ASIDE   "_dengbao_aside_"
/* And in a workbook sent back to be mended: the SHA-256 of the file it was made of (a text). */
#define BOOK_NAME_RETURN "_dengbao_return"
/* There too: the sheet of its list, and the word by which a problem on it is confirmed to be right
 * (a text). That word stands in a hidden column, behind it the keys of the problems; before it
 * stand the columns of BOOK_LIST_*, the last of them first. */
#define BOOK_NAME_LIST      BOOK_NAME_ASIDE "list"
#define BOOK_NAME_CONFIRMED "_dengbao_confirmed"
/* How many columns before the keys: who answers, why, and the answer. */
enum book_list { BOOK_LIST_SIGNED = 1, BOOK_LIST_REASON, BOOK_LIST_ANSWER };

/* The line of fields.def for a field. */
const struct field_info *field_info(enum field field);
/* The field of that dotted name; false if there is none. */
bool field_find(struct str name, enum field *field);
/* The field name nearest to `name`, or the empty text. */
struct str field_nearest(struct str name);

/* The value of a field as the record has it; NULL if it has none, be it of another entity. */
const struct value *record_at(const struct record *record, enum field field);
/* Sets a field's value; NULL takes it away. A field of another entity than those set before is not
 * taken: there is no record of two. */
void record_set(struct record *record, enum field field, const struct value *value);
/* The value of a field: never NULL; a field not filled gives an empty value. */
const struct value *record_value(const struct record *record, enum field field);
/* Something was written there, readable or not. */
bool record_has(const struct record *record, enum field field);
/* The value is there and readable. */
bool value_is_given(const struct value *value);
/* The value is bad, but some of its options were understood: a side of the matrix (S or A) that was
 * half given. Its `codes` hold 0 for each that was not. */
bool value_is_partly_known(const struct value *value);
/* The value is given and holds that code. */
bool value_has_code(const struct value *value, int code);

/* The official Chinese label of every field, from templates/columns/fields.csv. */
struct field_labels {
    /* By enum field; empty where the table has none. */
    struct str labels[N_FIELDS];
};
/* Reads the labels, of every field one. Reports what data_open reports, TABLE_VALUE and TABLE_ROW.
 */
const struct field_labels *field_labels_read(struct arena *arena, struct shelf *shelf,
                                             struct diag *diag);
/* The option lists of templates/columns/options.yaml, and in place of those that the edition codes
 * otherwise the ones of recoded.EDITION.yaml: every list that a field names and no other.
 * name: {coded, with, options: [{code, label, codes, spellings, other}]}. NULL after reporting what
 * shelf_yaml reports, YAML_KEY or YAML_MISSING. */
const struct yaml *option_lists_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                     struct diag *diag);

/* An empty inventory. */
struct inventory *inventory_open(struct arena *arena);
/* The name with blanks dropped and widths folded: what joins compare. */
struct str inventory_key(struct arena *arena, struct str name);
/* The first unit of that name, compared by inventory_key; NULL if none. */
struct unit *inventory_find(const struct inventory *inventory, struct str name);
/* The unit is meant by a name, an identifier or a code as handed in. */
bool unit_is_called(struct arena *arena, const struct unit *unit, struct str word);
/* Adds a unit, whose name must be set. `key` NULL: read from the record without a list of regions.
 */
struct unit *inventory_add(struct inventory *inventory, const struct record *record,
                           const struct unit_key *key);
/* The unit's system of that name, compared by inventory_key in either case; NULL if none. */
struct system *unit_find_system(const struct inventory *inventory, const struct unit *unit,
                                struct str name);
/* Adds a system to a unit. */
struct system *unit_add_system(struct inventory *inventory, struct unit *unit,
                               const struct record *record);
/* The unit's category of data of that name, compared as systems are; NULL if none. */
struct data_category *unit_find_data(const struct inventory *inventory, const struct unit *unit,
                                     struct str name);
/* Adds a category of data to a unit. */
struct data_category *unit_add_data(struct inventory *inventory, struct unit *unit,
                                    const struct record *record);
/* Adds a row, copied, to a unit's or a system's. */
void records_add(const struct inventory *inventory, struct records *records,
                 const struct record *record);
/* Adds all that is known of a unit, cells and their places included, so that two units of the same
 * bytes cannot be told apart. They are the same on every machine, but not of every version. */
void unit_add_bytes(const struct unit *unit, struct buf *buf);
/* Sorts units by region code, then id, so that nothing depends on the order of files. */
void inventory_sort(struct inventory *inventory);

#endif
