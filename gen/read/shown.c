/* Which number format each cell has: one code in the book, 16 bytes a cell. */
#include "read/shown.h"

#include <math.h>
#include <stdlib.h>

/* ---- codes ----------------------------------------------------------------------------------- */

/* Reading a code. */
struct sounding {
    struct str code;
    size_t at, n_sections;
    /* What the section at hand holds. */
    bool has_day, has_figures, has_text, has_general, has_exponent, has_point, has_fraction;
};

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool has_word(const struct sounding *sounding, size_t at, const char *lower_word) {
    for (size_t i = 0; lower_word[i]; i++) {
        if (at + i >= sounding->code.len || lower(sounding->code.data[at + i]) != lower_word[i]) {
            return false;
        }
    }
    return true;
}

static bool is_any_of(char c, const char *set) {
    for (; *set; set++) {
        if (*set == c) {
            return true;
        }
    }
    return false;
}

/* What a code may show: no control character, none that XML has not, none in place of a broken one.
 */
static bool is_showable(uint32_t c) {
    return c >= ' ' && !(c >= 0x7F && c < 0xA0) && c != 0xFFFD && (c & 0xFFFE) != 0xFFFE;
}

/* A condition such as [>=100]. */
static bool is_condition(struct str inner) {
    size_t i = 0;
    double bound;
    while (i < inner.len && i < 2 && is_any_of(inner.data[i], "<>=")) {
        i++;
    }
    return i > 0 && format_parse(str_slice(inner, i, inner.len), &bound);
}

/* [h], [mm]; the letters of one unit. */
static bool is_elapsed(struct str inner) {
    for (size_t i = 0; i < inner.len; i++) {
        if (lower(inner.data[i]) != lower(inner.data[0])) {
            return false;
        }
    }
    return inner.len > 0 && is_any_of(lower(inner.data[0]), "hms");
}

/* A colour or a way to write figures. */
static bool is_known_word(const struct sounding *sounding, size_t at, size_t len) {
    static const char *const words[] = {"black", "blue",   "cyan",   "green",  "magenta", "red",
                                        "white", "yellow", "dbnum1", "dbnum2", "dbnum3"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (has_word(sounding, at, words[i]) && len == str_from_c(words[i]).len) {
            return true;
        }
    }
    int64_t colour;
    return has_word(sounding, at, "color") && len > 5 &&
           str_to_int(str_slice(sounding->code, at + 5, at + len), &colour) && colour > 0 &&
           colour <= 56;
}

static bool pass_bracket(struct sounding *sounding) {
    size_t start = sounding->at + 1, end = str_find(sounding->code, STR("]"), start);
    if (end == SIZE_MAX) {
        return false;
    }
    struct str inner = str_slice(sounding->code, start, end);
    sounding->at = end + 1;
    if (is_elapsed(inner)) {
        sounding->has_day = true;
        return true;
    }
    bool is_money = inner.len > 1 && inner.data[0] == '$' && !str_contains(inner, STR("\"")) &&
                    !str_contains(inner, STR("["));
    return is_money || is_condition(inner) || is_known_word(sounding, start, inner.len);
}

static bool pass_letter(struct sounding *sounding) {
    static const char *const days[] = {"am/pm", "a/p", "aaaa", "aaa"};
    size_t at = sounding->at;
    if (has_word(sounding, at, "general")) {
        sounding->at += 7;
        sounding->has_general = true;
        return true;
    }
    if (has_word(sounding, at, "e+") || has_word(sounding, at, "e-")) {
        bool is_good = sounding->has_figures && !sounding->has_exponent &&
                       at + 2 < sounding->code.len && sounding->code.data[at + 2] == '0';
        sounding->at += 2;
        sounding->has_exponent = true;
        return is_good;
    }
    sounding->has_day = true;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (has_word(sounding, at, days[i])) {
            sounding->at += str_from_c(days[i]).len;
            return true;
        }
    }
    sounding->at++;
    return is_any_of(lower(sounding->code.data[at]), "ymdhseg");
}

/* A figure, or the point before parts of a second. */
static bool pass_figure(struct sounding *sounding, char c) {
    sounding->at++;
    if (c == '.' && !sounding->has_day) {
        bool is_first = !sounding->has_point;
        sounding->has_point = true;
        return is_first;
    }
    if (c == '.') {
        while (sounding->at < sounding->code.len && sounding->code.data[sounding->at] == '0') {
            sounding->at++;
        }
        return true;
    }
    sounding->has_figures = true;
    return true;
}

/* Quoted or escaped, or one that stands for itself. */
static bool pass_literal(struct sounding *sounding, char c) {
    struct str code = sounding->code;
    size_t end = sounding->at + 1;
    if (c == '"') {
        end = str_find(code, STR("\""), end);
        sounding->at = end == SIZE_MAX ? code.len : end + 1;
        return end != SIZE_MAX;
    }
    if (is_any_of(c, "\\_*!")) {
        bool is_there = end < code.len;
        if (is_there) {
            utf8_next(code, &end);
        }
        sounding->at = end;
        return is_there;
    }
    utf8_next(code, &sounding->at);
    return (unsigned char)c >= 0x80 || is_any_of(c, " $-+():^&'~{}<>=,%");
}

static bool pass(struct sounding *sounding) {
    char c = sounding->code.data[sounding->at];
    if (c == '[') {
        return pass_bracket(sounding);
    }
    if (lower(c) >= 'a' && lower(c) <= 'z') {
        return pass_letter(sounding);
    }
    if (is_any_of(c, "0123456789#?.")) {
        return pass_figure(sounding, c);
    }
    if (c == '@') {
        sounding->at++;
        sounding->has_text = true;
        return true;
    }
    if (c == '/') {
        sounding->at++;
        bool is_first = !sounding->has_fraction || sounding->has_day;
        sounding->has_fraction = true;
        return is_first;
    }
    return pass_literal(sounding, c);
}

/* Days, figures, General and text go without each other; a new section begins. */
static bool end_section(struct sounding *sounding) {
    int n = sounding->has_day + (sounding->has_figures || sounding->has_point) +
            sounding->has_general + sounding->has_text;
    bool is_good = n < 2 && (sounding->has_day || sounding->has_figures || !sounding->has_fraction);
    *sounding = (struct sounding){
        .code = sounding->code, .at = sounding->at + 1, .n_sections = sounding->n_sections + 1};
    return is_good && sounding->n_sections <= 4;
}

/* _x0041_ and the like, which some programs take for the character of that number. */
static bool has_escape(struct str code) {
    for (size_t at = 0; (at = str_find(code, STR("_x"), at)) != SIZE_MAX; at += 2) {
        size_t n = 0;
        while (n < 4 && at + 2 + n < code.len &&
               is_any_of(lower(code.data[at + 2 + n]), "0123456789abcdef")) {
            n++;
        }
        if (n == 4 && at + 6 < code.len && code.data[at + 6] == '_') {
            return true;
        }
    }
    return false;
}

bool shown_is_sound(struct str code) {
    struct sounding sounding = {.code = code};
    bool is_good = code.len > 0 && !has_escape(code) && utf8_valid(code, NULL) &&
                   utf8_count(code) <= SHOWN_MOST_CODE;
    for (size_t at = 0; is_good && at < code.len;) {
        is_good = is_showable(utf8_next(code, &at));
    }
    while (is_good && sounding.at < code.len) {
        is_good = code.data[sounding.at] == ';' ? end_section(&sounding) : pass(&sounding);
    }
    return is_good && end_section(&sounding);
}

/* ---- a book's formats ------------------------------------------------------------------------ */

struct shown *shown_open(struct arena *arena) {
    struct shown *shown = ARENA_NEW(arena, struct shown);
    shown->arena = arena;
    return shown;
}

static bool is_general(struct str code) {
    const struct sounding sounding = {.code = code};
    return code.len == 7 && has_word(&sounding, 0, "general");
}

/* Formats that go by their number alone everywhere. */
static bool is_built_in(uint32_t id) {
    return (id >= 1 && id <= 22) || (id >= 27 && id <= 58);
}

/* The place of a format in the list plus two; 1 for one that is not kept. */
static uint32_t add_format(struct shown *shown, struct read_format format) {
    for (size_t i = 0; i < shown->n_formats; i++) {
        const struct read_format *other = &shown->formats[i];
        if (format.code.len ? str_equal(other->code, format.code)
                            : !other->code.len && other->id == format.id) {
            return (uint32_t)i + 2;
        }
    }
    if (shown->n_formats == SHOWN_MOST_FORMATS) {
        return 1;
    }
    format.code = str_copy(shown->arena, format.code);
    ARENA_PUSH(shown->arena, shown->formats, shown->n_formats, shown->capacity, format);
    return (uint32_t)shown->n_formats + 1;
}

/* The same of a style's. */
static uint32_t find_format(struct shown *shown, const struct styles *styles, uint32_t style) {
    struct read_format format = {styles->ids[style], styles_code_of(styles, style)};
    struct arena *scratch = arena_open_like(shown->arena);
    /* as programs in Chinese say General */
    format.code =
        str_replace(scratch, format.code, STR("G/\xE9\x80\x9A\xE7\x94\xA8\xE6\xA0\xBC\xE5\xBC\x8F"),
                    STR("General"));
    bool is_kept = format.code.len ? shown_is_sound(format.code) && !is_general(format.code)
                                   : is_built_in(format.id);
    uint32_t place = is_kept ? add_format(shown, format) : 1;
    arena_close(scratch);
    return place;
}

void shown_note(struct read_sheet *sheet, const struct styles *styles, uint32_t style,
                const struct shown_place *place) {
    struct read_store *store = sheet->store;
    struct shown *shown = store->file->shown;
    if (!shown || style >= styles->n_ids || store->n_places == SHOWN_MOST_PLACES) {
        return;
    }
    if (shown->n_styles < styles->n_ids) {
        shown->of_style = ARENA_ARRAY(shown->arena, uint32_t, styles->n_ids);
        shown->n_styles = styles->n_ids;
    }
    uint32_t *of_style = &shown->of_style[style];
    *of_style = *of_style ? *of_style : find_format(shown, styles, style);
    if (*of_style > 1) {
        struct shown_place item = *place;
        item.format = (uint16_t)(*of_style - 2);
        ARENA_PUSH(shown->arena, store->places, store->n_places, store->places_capacity, item);
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Figures up to what is none, which is passed over. */
static double next_number(struct str text, size_t *at) {
    double number = 0;
    for (; *at < text.len && format_is_digit(text.data[*at]); (*at)++) {
        number = number * 10 + (text.data[*at] - '0');
    }
    (*at)++;
    return number;
}

double shown_serial(const struct read_cell *cell) {
    enum { DAY = 10, SERIAL_1970 = 25569, AFTER_NEVER = 61 };
    double days = 0;
    size_t at = 0;
    if (cell->kind == READ_DATE) {
        days = (double)(date_to_days(cell->date) + SERIAL_1970);
        days -= days < AFTER_NEVER;
        at = DAY + 1;
    } else if (cell->kind != READ_TEXT || !str_contains(cell->text, STR(":"))) {
        return NAN;
    }
    double hours = next_number(cell->text, &at), minutes = next_number(cell->text, &at);
    double seconds = next_number(cell->text, &at);
    return days < 0 ? (double)NAN : days + (hours * 3600 + minutes * 60 + seconds) / 86400;
}

static int compare_places(const void *a, const void *b) {
    const struct shown_place *x = a, *y = b;
    if (x->row != y->row) {
        return x->row < y->row ? -1 : 1;
    }
    return x->column < y->column ? -1 : x->column > y->column;
}

void shown_sort(struct read_sheet *sheet) {
    struct read_store *store = sheet->store;
    if (store->n_places) {
        qsort(store->places, store->n_places, sizeof *store->places, compare_places);
    }
}

bool read_shown_at(const struct read_book *book, const struct read_sheet *sheet, uint32_t row,
                   uint32_t column, struct read_shown *shown) {
    const struct read_store *store = sheet->store;
    struct shown_place wanted = {.row = row, .column = (uint16_t)column};
    const struct shown_place *place = store->n_places
                                          ? bsearch(&wanted, store->places, store->n_places,
                                                    sizeof *store->places, compare_places)
                                          : NULL;
    if (!place || place->format >= book->n_formats) {
        return false;
    }
    *shown = (struct read_shown){place->number, place->format};
    return true;
}
