/* The window: a file's bytes become sheets, the sheets' tables become records. */
#include "intake/intake.h"

#include "intake/desk.h"
#include "intake/form_sheet.h"
#include "intake/score.h"
#include "intake/unread.h"

/* ---- opening ------------------------------------------------------------------------------- */

static void close_kept(void *object) {
    arena_close(object);
}

struct intake *intake_open(struct arena *arena, struct shelf *shelf, struct str edition,
                           const struct regions *regions, struct diag *diag) {
    struct intake *intake = ARENA_NEW(arena, struct intake);
    intake->arena = arena;
    intake->spellings = spellings_read(arena, shelf, edition, diag);
    if (!intake->spellings) {
        return NULL;
    }
    intake->options = options_read(arena, shelf, edition, intake->spellings, diag);
    intake->kept = arena_open_like(arena);
    arena_own(arena, intake->kept, close_kept);
    intake->others = others_read(arena, shelf, edition, diag);
    intake->regions = regions;
    bool is_whole = intake->options && intake->others && intake->regions;
    for (int kind = 0; kind < N_SHEET_KINDS; kind++) {
        intake->sheets[kind] =
            headers_read(arena, shelf, edition, (enum sheet_kind)kind, intake->spellings, diag);
        is_whole &= intake->sheets[kind] != NULL;
    }
    is_whole = is_whole && headers_check(intake->sheets, diag);
    intake->units = intake->sheets[SHEET_UNITS];
    intake->systems = intake->sheets[SHEET_SYSTEMS];
    intake->roster_words = roster_words_read(arena, shelf, edition, diag);
    intake->history_words = history_words_read(arena, shelf, edition, diag);
    intake->accepted_words = accepted_words_read(arena, shelf, edition, diag);
    is_whole = is_whole && intake->roster_words && intake->history_words && intake->accepted_words;
    intake->scorer = is_whole ? scorer_read(arena, shelf, edition, intake->sheets, diag) : NULL;
    return intake->scorer ? intake : NULL;
}

void intake_set_day(struct intake *intake, struct date as_of) {
    intake->as_of = as_of;
}

void intake_set_renames(struct intake *intake, struct intake_renames renames) {
    intake->renames = renames;
}

void intake_set_reader(struct intake *intake, struct reader *reader) {
    intake->reader = reader;
}

void intake_expect(const struct intake *intake, struct str name, struct str bytes) {
    if (intake->reader) {
        reader_expect(intake->reader, name, bytes);
    }
}

void intake_pass(const struct intake *intake, struct arena *scratch) {
    if (intake->reader) {
        reader_pass(intake->reader, scratch);
    }
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

/* What is known of the file itself. */
static void note_file(const struct desk *desk, const struct read_book *book, struct str sha256) {
    struct origin_units *facts = &desk->intake->files[desk->file];
    facts->evidence.saved = str_copy(desk->arena, book->saved);
    facts->sha256 = str_copy(desk->arena, sha256);
    for (size_t i = 0; i < book->n_names; i++) {
        if (str_is(book->names[i].name, BOOK_NAME_RETURN)) {
            facts->mends = str_copy(desk->arena, book->names[i].text);
        }
    }
}

static bool has_tables(const struct tables *tables, const struct read_sheet *sheet) {
    for (size_t i = 0; i < tables->n_tables; i++) {
        if (tables->tables[i]->sheet == sheet) {
            return true;
        }
    }
    return false;
}

static void report_sheet(struct desk *desk, const struct column_books *books,
                         struct read_sheet *sheet, const struct tables *tables) {
    struct diag_note note = {.origin = {.source = sheet->source}};
    if (has_tables(tables, sheet)) {
        note.id = DIAG_HIDDEN_READ;
        note.args[0] = desk->intake->spellings->hidden_sheet;
        if (sheet->is_hidden) {
            diag_report(desk->diag, &note);
        }
    } else if (sheet->n_cells > 0) {
        /* names and persons stand in every list */
        struct unread unread = unread_find(books, desk->scratch, tables, sheet);
        note.args[0] = unread.other;
        note.id = note.args[0].len ? DIAG_SHEET_OTHER : DIAG_SHEET_IGNORED;
        if (!note.args[0].len && unread.n_known >= 2 && unread.n_marks > 0) {
            note.id = DIAG_SHEET_UNREAD;
            note.origin = read_origin(sheet, unread.row, 0);
            note.args[0] = unread.headers;
            note.args[1] = unread.lacks;
        }
        diag_report(desk->diag, &note);
    }
}

/* How many columns say who a unit is. */
static size_t n_telling(const struct table *table) {
    const struct headers *headers = table->headers;
    size_t n = 0;
    for (size_t i = 0; i < headers->n_rules; i++) {
        n += headers->is_mark[headers->rules[i].field] && table_has(table, headers->rules[i].field);
    }
    return n;
}

/* The table says who its units are, not only more about them. */
static bool is_register(const struct table *table) {
    return table->headers->kind == SHEET_UNITS && n_telling(table) >= 2;
}

/* The table says what units did, have or are: who is named there hands in. A list of names and
 * persons makes no unit. */
static bool says_more(const struct table *table) {
    static const enum field plain[] = {
        FIELD_UNIT_NAME,          FIELD_UNIT_DEPARTMENT,     FIELD_UNIT_LEADER_NAME,
        FIELD_UNIT_LEADER_TITLE,  FIELD_UNIT_LEADER_PHONE,   FIELD_UNIT_LEADER_EMAIL,
        FIELD_UNIT_CONTACT_NAME,  FIELD_UNIT_CONTACT_TITLE,  FIELD_UNIT_CONTACT_PHONE,
        FIELD_UNIT_CONTACT_EMAIL, FIELD_UNIT_CONTACT_MOBILE,
    };
    const struct headers *headers = table->headers;
    size_t n_plain = 0, n = 0;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        n_plain += table_has(table, plain[i]);
    }
    for (size_t i = 0; i < headers->n_rules; i++) {
        n += table_has(table, headers->rules[i].field);
    }
    return headers->kind == SHEET_MANAGEMENT || n > n_plain;
}

static enum table_role role_of(const struct table *table, const struct table *first_register) {
    const struct headers *headers = table->headers;
    if (headers->entity != ENTITY_UNIT) {
        return headers->kind == SHEET_SYSTEMS ? ROLE_SYSTEMS : ROLE_ROWS;
    }
    if (table->is_form && headers->kind == SHEET_UNITS) {
        return ROLE_UNITS;
    }
    bool is_more = headers->kind == SHEET_MANAGEMENT || !says_more(table) ||
                   (first_register && !is_register(table));
    return is_more ? ROLE_SUPPLEMENT : ROLE_UNITS;
}

/* Sets what each table is to the others. */
static void set_roles(const struct desk *desk, const struct column_books *books,
                      const struct tables *tables) {
    const struct table *first_register = NULL;
    for (size_t i = 0; i < tables->n_tables && !first_register; i++) {
        first_register = is_register(tables->tables[i]) ? tables->tables[i] : NULL;
    }
    for (size_t i = 0; i < tables->n_tables; i++) {
        struct table *table = tables->tables[i];
        table->role = role_of(table, first_register);
        table->makes_units =
            table->role == ROLE_UNITS || (table->role == ROLE_SUPPLEMENT && says_more(table)) ||
            (table->role == ROLE_SYSTEMS && !desk->has_units && table->n_unit_columns >= 2);
        columns_set_missed(books, desk->scratch, table);
    }
}

/* Units first, then what other tables say of them, then systems; in each turn a sheet is read once,
 * however many tables it has. */
static void read_tables(struct desk *desk, const struct column_books *books,
                        const struct tables *tables) {
    const struct table **turn = ARENA_ARRAY(desk->scratch, const struct table *, tables->n_tables);
    set_roles(desk, books, tables);
    for (int role = ROLE_UNITS; role < N_ROLES; role++) {
        for (size_t i = 0, n = 0; i < tables->n_tables; i++) {
            const struct table *table = tables->tables[i];
            bool is_last =
                i + 1 == tables->n_tables || tables->tables[i + 1]->sheet != table->sheet;
            if ((int)table->role == role && table->is_form) {
                form_sheet_read(desk, books, table);
            } else if ((int)table->role == role) {
                turn[n++] = table;
            }
            if (is_last && n > 0 && !rows_read(desk, books, turn, n)) {
                return;
            }
            n = is_last ? 0 : n;
        }
    }
}

/* Finds the form of a sheet, and the tables beside it. False if it costs too much. */
static bool find_tables(const struct desk *desk, const struct column_books *books,
                        struct read_sheet *sheet, struct tables *tables) {
    struct table *form = form_sheet_find(books, desk->arena, desk->scratch, sheet);
    if (form) {
        ARENA_PUSH(desk->arena, tables->tables, tables->n_tables, tables->capacity, form);
    }
    const struct column_search search = {books, desk->arena, desk->scratch, sheet, form};
    columns_find(&search, tables);
    if (tables->n_searched > COLUMNS_MOST_SEARCHED) {
        struct str limit =
            diag_word_number(desk->scratch, DIAG_WORD_LIMIT_HEADERS, COLUMNS_MOST_SEARCHED);
        refuse(desk->diag, DIAG_FILE_LIMIT, sheet->source, limit);
        return false;
    }
    return true;
}

/* What tells how new the file is. */
static void note_evidence(const struct desk *desk, const struct tables *tables) {
    struct evidence *evidence = &desk->intake->files[desk->file].evidence;
    for (size_t i = 0; i < tables->n_tables; i++) {
        const struct table *table = tables->tables[i];
        evidence_note_day(evidence, table->filled);
        evidence_note_name(evidence, desk->intake->spellings, desk->scratch, table->title, true);
    }
}

static bool read_sheets(struct desk *desk, struct str name, const struct read_book *book) {
    const struct column_books books = {desk->intake->sheets, desk->intake->others,
                                       desk->intake->scorer, desk->intake->spellings,
                                       desk->intake->options};
    struct tables tables = {0};
    desk->n_sheets = book->n_sheets;
    for (size_t i = 0; i < book->n_sheets; i++) {
        if (is_aside(book, book->sheets[i])) {
            continue;
        }
        if (!find_tables(desk, &books, book->sheets[i], &tables)) {
            break;
        }
    }
    for (size_t i = 0; i < tables.n_tables; i++) {
        const struct table *table = tables.tables[i];
        desk->has_units |=
            table->headers->kind == SHEET_UNITS && (table->is_form || says_more(table));
    }
    if (desk->has_units && desk->folder != SIZE_MAX) {
        desk->intake->folders[desk->folder].has_register = true;
    }
    for (size_t i = 0; i < book->n_sheets && tables.n_tables > 0; i++) {
        if (is_aside(book, book->sheets[i])) {
            continue;
        }
        report_sheet(desk, &books, book->sheets[i], &tables);
    }
    if (tables.n_tables == 0) {
        struct str said =
            unread_sheets(&books, desk->scratch, &tables, book->sheets, book->n_sheets);
        return refuse(desk->diag, DIAG_HEADER_MISSING,
                      keep_source(desk->arena, name, (struct str){0}), said);
    }
    note_evidence(desk, &tables);
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
    note_file(desk, book, file->sha256);
    replies_read(desk, book);
    desk->is_blank_book = is_blank_book(book);
    bool is_known = read_sheets(desk, name, book);
    file->n_units = desk->n_units;
    file->n_systems = desk->n_systems;
    bool is_unfilled = is_known && desk->is_blank_book && desk->n_units + desk->n_systems == 0 &&
                       diag_n_errors(desk->diag) == n_errors;
    file->is_rejected = !is_known || is_unfilled;
    if (is_unfilled) {
        refuse(desk->diag, DIAG_BOOK_BLANK, keep_source(desk->arena, name, (struct str){0}),
               (struct str){0});
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
        const struct read_input input = {.arena = desk.arena,
                                         .scratch = desk.scratch,
                                         .name = file->name,
                                         .bytes = *bytes,
                                         .diag = diag,
                                         .reader = intake->reader};
        file->is_rejected = !read_open(&input, &opened);
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
