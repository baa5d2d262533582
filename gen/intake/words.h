/*
 * Inner header of intake: the words values are written with, and the keys by which texts are
 * compared. All wording comes from templates/columns/.
 */
#ifndef INTAKE_WORDS_H
#define INTAKE_WORDS_H

#include "base/base.h"

/* The text with widths folded, blanks dropped and Latin letters in upper case: what the words of a
 * value are compared by. */
struct str value_key(struct arena *arena, struct str text);
/* Of that only letters, digits and Han: what headers and option labels are compared by. */
struct str header_key(struct arena *arena, struct str text);
/* A letter, digit or Han, also circled numbers: no sign. */
bool is_word_letter(uint32_t c);
/* A small Latin letter as a capital; others as they are. */
uint32_t fold_letter(uint32_t c);
/* Trimmed, with full-width letters and digits made half-width, marks of no width dropped, and
 * Chinese punctuation kept: a text to print. Without `keeps_lines` line breaks go, leaving a space
 * only between Latin words. */
struct str printed_text(struct arena *arena, struct str text, bool keeps_lines);
/* The text without its brackets and what stands in them; `n` brackets from the end, SIZE_MAX all.
 * Knows () and the Chinese square brackets after folding. */
struct str without_brackets(struct arena *arena, struct str text, size_t n);

/* The text without signs and blanks at its start, rules and blanks at its end, and the bracket that
 * closes one dropped at the start: what was written after a word and a colon. */
struct str without_signs(struct str text);

/* A list of words, each as its value_key. */
struct words {
    struct str *words;
    size_t n_words;
};

/* The key is one of the words. */
bool words_have(const struct words *words, struct str key);
/* Bytes of the longest word at the start (end) of the key; 0 if there is none. */
size_t words_start(const struct words *words, struct str key);
size_t words_end(const struct words *words, struct str key);

/* A word for a unit of money. */
struct money_word {
    /* Its value_key. */
    struct str word;
    /* How many yuan it makes. */
    int64_t yuan;
};

/* spellings.yaml; the comments there say what each list is for. */
struct spellings {
    struct words total, total_before, total_after, note, example, whose, money_line,
        header_prefixes;
    struct words placeholder, nothing, ditto, web_numbers, extension;
    struct words ungraded, level_before, level_after;
    /* By number 0 to 10. */
    struct words numerals[11];
    struct words year, month, day, never;
    struct words all, none, part, zero, count_after, money_before;
    struct words phone_words, across_after;
    struct words volume_gb, volume_tb, volume_records, volume_and;
    struct words institution, no_systems, retired, retired_state, in_use, heading, demand, closing;
    struct words dated, newer, older, version_before, version_after, version_ordinal;
    /* 符合, 部分符合, 不符合, 不适用, by code from 1. */
    struct words verdicts[4];
    /* Longest first. */
    struct money_word *money;
    size_t n_money;
    struct str hidden_sheet, hidden_row, hidden_column, row_demand, row_numbers, row_example,
        row_none;
    /* A title within a table, as the place where something is written. */
    struct str title_inside;
    /* Between quoted names of columns; a column by its letters and header, a box of a form by its
     * cell and label; columns that are missing and what may be written in them. */
    struct str likely_joiner, place_column, place_box, missed_allowed, missed_box;
    /* Of sheets that are not read: what they are, and what they lack. */
    struct str unread_whole, unread_other, unread_nothing, unread_lacks, unread_named;
    struct str unread_joiner;
    struct str yes_label, no_label, part_label, money_label, precision_year, precision_month;
    struct str web_number_label;
    struct str across, joiner;
    /* A word that later papers have for `usual_word`. */
    struct str later_word, usual_word;
    /* Where an institution may be named: a line above, a title, the sheet's name, the file's. */
    struct str voices[4];
    /* What may be filled in, by type. */
    struct str allow_level, allow_bool, allow_date, allow_percent, allow_count, allow_money;
    struct str allow_phone, allow_digits6, allow_credit_code, allow_number, allow_volume;
    struct str code_label;
};

/* Reads spellings.yaml; NULL after a report. */
const struct spellings *spellings_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                       struct diag *diag);
/* Value of the numeral at the start of the key, 0 to 10, with its bytes in `*size`; -1 if there is
 * none. ASCII digits are not numerals here. */
int numeral_start(const struct spellings *spellings, struct str key, size_t *size);
/* The longest unit of money that ends the key; 0 yuan if there is none. */
int64_t money_end(const struct spellings *spellings, struct str key, size_t *size);
/* The unit of money that a header or a line names at its end or in a bracket; 0 yuan if none. */
int64_t money_named(const struct spellings *spellings, struct arena *scratch, struct str text);
/* The words of a YAML list, by value_key; empty if `list` is NULL. */
struct words words_from_yaml(struct arena *arena, const struct yaml *list);

#endif
