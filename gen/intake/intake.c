/* The window: a file's bytes become sheets, the sheets' tables become records. */
#include "intake/intake.h"

#include "intake/desk.h"

/* ---- opening ------------------------------------------------------------------------------- */

struct intake *intake_open(struct arena *arena, struct shelf *shelf, struct str edition,
                           const struct regions *regions, struct diag *diag) {
    struct intake *intake = ARENA_NEW(arena, struct intake);
    intake->arena = arena;
    intake->spellings = spellings_read(arena, shelf, edition, diag);
    if (!intake->spellings) {
        return NULL;
    }
    intake->options = options_read(arena, shelf, edition, intake->spellings, diag);
    intake->units = headers_read(arena, shelf, edition, ENTITY_UNIT, intake->spellings, diag);
    intake->systems = headers_read(arena, shelf, edition, ENTITY_SYSTEM, intake->spellings, diag);
    intake->data = headers_read(arena, shelf, edition, ENTITY_DATA, intake->spellings, diag);
    intake->regions = regions;
    bool is_whole =
        intake->options && intake->units && intake->systems && intake->data && intake->regions;
    return is_whole ? intake : NULL;
}

/* ---- places ---------------------------------------------------------------------------- */

static bool refuse(struct diag *diag, enum diag_id id, const struct source *source,
                   struct str argument) {
    struct diag_note note = {.id = id, .origin = {.source = source}, .args = {argument}};
    diag_report(diag, &note);
    return false;
}

/* ---- cells to records ---------------------------------------------------------------------- */

static struct source *keep_source(struct arena *arena, struct str file, struct str sheet) {
    struct source *source = ARENA_NEW(arena, struct source);
    source->file = str_copy(arena, file);
    source->sheet = str_copy(arena, sheet);
    return source;
}

static void report_sheet(struct desk *desk, const struct read_sheet *sheet, bool is_read) {
    struct diag_note note = {.origin = {.source = sheet->source}};
    if (is_read && sheet->is_hidden) {
        note.id = DIAG_HIDDEN_READ;
        note.args[0] = desk->intake->spellings->hidden_sheet;
        diag_report(desk->diag, &note);
    } else if (!is_read && sheet->n_cells > 0) {
        note.id = DIAG_SHEET_IGNORED;
        diag_report(desk->diag, &note);
    }
}

/* A name hidden in the book says that the sheet is no data: notes and choices of the blank
 * workbook.
 */
static bool is_aside(const struct read_book *book, const struct read_sheet *sheet) {
    for (size_t i = 0; i < book->n_names; i++) {
        if (str_starts(book->names[i].name, STR(BOOK_NAME_ASIDE)) &&
            str_equal(book->names[i].text, sheet->source->sheet)) {
            return true;
        }
    }
    return false;
}

/* The book is our blank workbook, filled in or not. */
static bool is_blank_book(const struct read_book *book) {
    for (size_t i = 0; i < book->n_names; i++) {
        if (str_is(book->names[i].name, BOOK_NAME_VERSION)) {
            return true;
        }
    }
    return false;
}

static bool has_tables(const struct tables *tables, const struct read_sheet *sheet) {
    for (size_t i = 0; i < tables->n_tables; i++) {
        if (tables->tables[i]->sheet == sheet) {
            return true;
        }
    }
    return false;
}

/* The table says who its units are, not only more about them. */
static bool is_register(const struct table *table) {
    static const enum field fields[] = {
        FIELD_UNIT_CREDIT_CODE, FIELD_UNIT_REGION_CODE,    FIELD_UNIT_POSTCODE, FIELD_UNIT_PROVINCE,
        FIELD_UNIT_CITY,        FIELD_UNIT_COUNTY,         FIELD_UNIT_STREET,   FIELD_UNIT_ADDRESS,
        FIELD_UNIT_AFFILIATION, FIELD_UNIT_TYPE,           FIELD_UNIT_INDUSTRY, FIELD_UNIT_KIND,
        FIELD_UNIT_ADMIN_LEVEL, FIELD_UNIT_HOSPITAL_CLASS,
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        n += table_column(table, fields[i]) != NULL;
    }
    return table->headers->entity == ENTITY_UNIT && n >= 2;
}

static enum table_role role_of(const struct table *table, const struct table *first_register) {
    if (table->headers->entity != ENTITY_UNIT) {
        return table->headers->entity == ENTITY_SYSTEM ? ROLE_SYSTEMS : ROLE_DATA;
    }
    return first_register && !is_register(table) ? ROLE_SUPPLEMENT : ROLE_UNITS;
}

/* Sets what each table is to the others. */
static void set_roles(const struct desk *desk, const struct tables *tables) {
    const struct table *first_register = NULL;
    for (size_t i = 0; i < tables->n_tables && !first_register; i++) {
        first_register = is_register(tables->tables[i]) ? tables->tables[i] : NULL;
    }
    for (size_t i = 0; i < tables->n_tables; i++) {
        struct table *table = tables->tables[i];
        table->role = role_of(table, first_register);
        table->makes_units =
            table->role == ROLE_UNITS ||
            (table->role == ROLE_SYSTEMS && !desk->has_units && table->n_unit_columns >= 2);
    }
}

/* Units first, then what other tables say of them, then systems, then data; in each turn a sheet is
 * read once, however many tables it has. */
static void read_tables(struct desk *desk, const struct column_books *books,
                        const struct tables *tables) {
    const struct table **turn = ARENA_ARRAY(desk->scratch, const struct table *, tables->n_tables);
    set_roles(desk, tables);
    for (int role = ROLE_UNITS; role < N_ROLES; role++) {
        for (size_t i = 0, n = 0; i < tables->n_tables; i++) {
            const struct table *table = tables->tables[i];
            bool is_last =
                i + 1 == tables->n_tables || tables->tables[i + 1]->sheet != table->sheet;
            if ((int)table->role == role) {
                turn[n++] = table;
            }
            if (is_last && n > 0 && !rows_read(desk, books, turn, n)) {
                return;
            }
            n = is_last ? 0 : n;
        }
    }
}

/* Sheets without a table may be a unit's form. Returns how many sheets can be read. */
static size_t sort_sheets(struct desk *desk, const struct read_book *book,
                          const struct tables *tables) {
    size_t n_read = 0;
    for (size_t i = 0; i < tables->n_tables; i++) {
        desk->has_units |= tables->tables[i]->headers->entity == ENTITY_UNIT;
    }
    bool *is_read = ARENA_ARRAY(desk->scratch, bool, book->n_sheets);
    for (size_t i = 0; i < book->n_sheets; i++) {
        bool has_table = has_tables(tables, book->sheets[i]);
        if (is_aside(book, book->sheets[i])) {
            continue;
        }
        is_read[i] = has_table || form_sheet_read(desk, book->sheets[i]);
        desk->has_units |= is_read[i] && !has_table;
        n_read += is_read[i];
    }
    for (size_t i = 0; i < book->n_sheets && n_read > 0; i++) {
        if (is_aside(book, book->sheets[i])) {
            continue;
        }
        report_sheet(desk, book->sheets[i], is_read[i]);
    }
    return n_read;
}

static bool read_sheets(struct desk *desk, const struct read_book *book) {
    const struct column_books books = {desk->intake->units, desk->intake->systems,
                                       desk->intake->data, desk->intake->spellings,
                                       desk->intake->options};
    struct tables tables = {0};
    for (size_t i = 0; i < book->n_sheets; i++) {
        struct read_sheet *sheet = book->sheets[i];
        if (is_aside(book, sheet)) {
            continue;
        }
        columns_find(&books, desk->arena, desk->scratch, sheet, &tables);
        if (tables.n_searched > COLUMNS_MOST_SEARCHED) {
            struct str limit =
                diag_word_number(desk->scratch, DIAG_WORD_LIMIT_HEADERS, COLUMNS_MOST_SEARCHED);
            refuse(desk->diag, DIAG_FILE_LIMIT, sheet->source, limit);
            break;
        }
    }
    if (sort_sheets(desk, book, &tables) == 0) {
        return false;
    }
    read_tables(desk, &books, &tables);
    return true;
}

/* ---- one file ------------------------------------------------------------------------------ */

/* Reads the records of a book, with its counts. */
static void read_records(struct desk *desk, struct str name, const struct read_book *book,
                         struct intake_file *file) {
    size_t n_errors = diag_n_errors(desk->diag);
    file->encoding = str_copy(desk->arena, book->encoding);
    file->n_sheets = book->n_sheets;
    desk_open(desk, name, book->encoding.len > 0);
    desk->is_blank_book = is_blank_book(book);
    bool is_known = read_sheets(desk, book);
    file->n_units = desk->n_units;
    file->n_systems = desk->n_systems;
    bool is_unfilled = desk->is_blank_book && desk->n_units + desk->n_systems == 0 &&
                       diag_n_errors(desk->diag) == n_errors;
    if (!is_known || is_unfilled) {
        file->is_rejected = true;
        refuse(desk->diag, is_unfilled ? DIAG_BOOK_BLANK : DIAG_HEADER_MISSING,
               keep_source(desk->arena, name, (struct str){0}), (struct str){0});
    }
}

/* Reads bytes, or a book if there is one, into records. */
static void read_file(struct intake *intake, struct inventory *inventory, const struct str *bytes,
                      const struct read_book *book, struct diag *diag, struct intake_file *file) {
    struct desk desk = {.intake = intake,
                        .inventory = inventory,
                        .arena = inventory->arena,
                        .scratch = arena_open_like(inventory->arena),
                        .diag = diag,
                        .n_before = diag_n(diag)};
    struct read_book opened = {0};
    if (!book) {
        file->is_rejected = !read_open(desk.arena, desk.scratch, file->name, *bytes, diag, &opened);
        file->kind = opened.kind;
        book = &opened;
    }
    if (!file->is_rejected) {
        read_records(&desk, file->name, book, file);
    }
    arena_close(desk.scratch);
}

bool intake_read(struct intake *intake, struct inventory *inventory, struct str name,
                 struct str bytes, struct diag *diag, struct intake_file *file) {
    *file = (struct intake_file){.name = str_copy(inventory->arena, name),
                                 .sha256 = hash_sha256(inventory->arena, bytes)};
    read_file(intake, inventory, &bytes, NULL, diag, file);
    return !file->is_rejected;
}

bool intake_read_book(struct intake *intake, struct inventory *inventory, struct str name,
                      const struct read_book *book, struct diag *diag, struct intake_file *file) {
    *file = (struct intake_file){.name = str_copy(inventory->arena, name)};
    read_file(intake, inventory, NULL, book, diag, file);
    return !file->is_rejected;
}
