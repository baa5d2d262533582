/* What the tests of docs stand on. */
#include "make_inventory.h"

#include <stdio.h>
#include <stdlib.h>

#include "docs/explanation.h"
#include "docs/names.h"
#include "reported.h"

static const struct source unit_sheet = {STR_INIT("报送.xlsx"), STR_INIT("单位")};
static const struct source system_sheet = {STR_INIT("报送.xlsx"), STR_INIT("系统")};

static void give_up(size_t size) {
    (void)size;
    abort();
}

static const struct docs_settings settings = {.as_of = {2012, 6, 30},
                                              .edition = STR_INIT("2007"),
                                              .province = STR_INIT("江西省"),
                                              .year = 2012};

/* ---- opening -------------------------------------------------------------------------------- */

static struct house *open_rules(const char *templates) {
    struct arena *arena = arena_open(give_up);
    struct house *house = ARENA_NEW(arena, struct house);
    house->arena = arena;
    house->diag = diag_open(arena);
    house->templates = shelf_open(arena, str_from_c(templates), STR("templates"));
    house->rules = rules_open(arena, house->templates, settings.edition,
                              regions_read(arena, house->templates, settings.edition, house->diag),
                              house->diag);
    cr_assert(house->rules, "the rules cannot be read");
    house->facts =
        ledger_facts_read(arena, house->templates, settings.edition, house->rules, house->diag);
    cr_assert(house->facts, "the facts cannot be read");
    house->inventory = inventory_open(arena);
    return house;
}

struct house *open_house(void) {
    struct house *house = open_rules("templates");
    struct docs *docs = house->docs = ARENA_NEW(house->arena, struct docs);
    docs->arena = house->arena;
    docs->shelf = house->templates;
    docs->rules = house->rules;
    docs->settings = settings;
    docs->labels = field_labels_read(house->arena, house->templates, house->diag);
    docs->names =
        shelf_yaml(house->templates, "docs/names", settings.edition, &yaml_anything, house->diag);
    docs->name_numbers = names_open(house->arena);
    docs->filter_words = (struct filter_words){.dates = yaml_get(docs->names, "dates"),
                                               .said = yaml_get(docs->names, "said")};
    docs->statistics = statistics_read(docs, house->diag);
    docs->explanation = explanation_read(docs, house->diag);
    cr_assert(docs->labels && docs->names && docs->statistics && docs->explanation);
    cr_assert_eq(diag_n(house->diag), 0);
    return house;
}

struct house *open_house_at(const char *templates) {
    struct house *house = open_rules(templates);
    struct shelf *fonts = shelf_open(house->arena, STR("fonts"), STR("fonts"));
    struct typesetter *typesetter = typesetter_open(house->arena, fonts, house->diag);
    cr_assert(typesetter, "fonts are not in place");
    house->docs =
        docs_open(house->arena, house->templates, typesetter, house->rules, &settings, house->diag);
    return house;
}

struct house *open_whole_house(void) {
    struct house *house = open_house_at("templates");
    cr_assert(house->docs);
    cr_assert_eq(diag_n(house->diag), 0, "the templates are not clean");
    return house;
}

void close_house(struct house *house) {
    arena_close(house->arena);
}

/* ---- records -------------------------------------------------------------------------------- */

struct unit *add_unit(struct house *house, const char *name) {
    struct record record = {
        .origin = {.source = &unit_sheet, .row = (uint32_t)house->inventory->n_units + 3}};
    set_field(house, &record, FIELD_UNIT_NAME, name);
    return inventory_add(house->inventory, &record, NULL);
}

struct system *add_system(struct house *house, struct unit *unit, const char *name) {
    struct record record = {
        .origin = {.source = &system_sheet, .row = (uint32_t)unit->n_systems + 3}};
    set_field(house, &record, FIELD_SYSTEM_NAME, name);
    return unit_add_system(house->inventory, unit, &record);
}

/* "1,3=label": codes before the sign, the printed text behind it. */
static void set_codes(struct value *value) {
    struct str rest = value->raw, codes, part;
    str_split(&rest, STR("="), &codes);
    while (str_split(&codes, STR(","), &part)) {
        int64_t code = 0;
        cr_assert(str_to_int(part, &code) && value->n_codes < VALUE_MAX_CODES);
        value->codes[value->n_codes++] = (int16_t)code;
    }
    value->number = value->codes[0];
    value->raw = value->text = rest;
}

static void set_date(struct value *value) {
    struct date *date = &value->date;
    int n = sscanf(value->raw.data, "%d-%d-%d", &date->year, &date->month, &date->day);
    cr_assert(n >= 1);
    value->precision = (enum date_precision)n;
    date->month = n > 1 ? date->month : 1;
    date->day = n > 2 ? date->day : 1;
}

void set_field(struct house *house, struct record *record, enum field field, const char *text) {
    struct value *value = ARENA_NEW(house->arena, struct value);
    record_set(record, field, text[0] ? value : NULL);
    value->raw = value->text = str_from_c(text);
    value->header = STR("表头");
    value->origin = record->origin;
    value->origin.column = (uint32_t)field + 1;
    if (text[0] == '?') {
        value->is_bad = true;
        value->raw = str_slice(value->raw, 1, value->raw.len);
        value->text = (struct str){0};
        return;
    }
    switch (text[0] ? field_info(field)->type : FIELD_TEXT) {
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        set_codes(value);
        break;
    case FIELD_DATE:
        set_date(value);
        break;
    case FIELD_BOOL:
    case FIELD_COUNT:
    case FIELD_LEVEL:
        cr_assert(str_to_int(value->text, &value->number));
        break;
    default:
        break;
    }
}

void set_levels(struct house *house, struct system *system, const char *total, const char *s,
                const char *a) {
    set_field(house, &system->record, FIELD_SYSTEM_LEVEL, total);
    set_field(house, &system->record, FIELD_SYSTEM_S_LEVEL, s);
    set_field(house, &system->record, FIELD_SYSTEM_A_LEVEL, a);
}

struct system *add_whole_system(struct house *house, struct unit *unit, const char *name,
                                int level) {
    /* By level: object and degree whose cell of the matrix it is. */
    static const char *const objects[6] = {"", "1=公民", "1=公民", "2=社会", "2=社会", "3=国家"};
    static const char *const degrees[6] = {"", "1=一般", "2=严重", "2=严重", "3=特别", "3=特别"};
    static const struct {
        enum field field;
        const char *text;
    } least[] = {{FIELD_SYSTEM_BUSINESS_TYPE, "1=生产作业"},
                 {FIELD_SYSTEM_BUSINESS, "门诊与住院业务"},
                 {FIELD_SYSTEM_SCOPE, "30=地(市、区)内"},
                 {FIELD_SYSTEM_AUDIENCE, "1=单位内部人员"},
                 {FIELD_SYSTEM_COVERAGE, "1=局域网"},
                 {FIELD_SYSTEM_NETWORK, "1=业务专网"},
                 {FIELD_SYSTEM_LINKS, "3=与本单位其他系统连接"},
                 {FIELD_SYSTEM_LAUNCHED, "2008-03-01"},
                 {FIELD_SYSTEM_GRADED, "2011-10-20"},
                 {FIELD_SYSTEM_NETWORKED, "0"},
                 {FIELD_SYSTEM_IS_BRANCH, "0"},
                 {FIELD_SYSTEM_CATEGORY, "9=其他"}};
    struct system *system = add_system(house, unit, name);
    for (size_t i = 0; i < sizeof least / sizeof least[0]; i++) {
        set_field(house, &system->record, least[i].field, least[i].text);
    }
    char digit[2] = {(char)('0' + level), 0};
    const char *text = level ? str_to_c(house->arena, str_from_c(digit)) : "";
    set_levels(house, system, text, text, text);
    set_field(house, &system->record, FIELD_SYSTEM_S_OBJECT, objects[level]);
    set_field(house, &system->record, FIELD_SYSTEM_S_DEGREE, degrees[level]);
    set_field(house, &system->record, FIELD_SYSTEM_A_OBJECT, objects[level]);
    set_field(house, &system->record, FIELD_SYSTEM_A_DEGREE, degrees[level]);
    return system;
}

void judge_house(struct house *house) {
    struct inventory *inventory = house->inventory;
    inventory_sort(inventory);
    house->reported = diag_open(house->arena);
    house->n_findings = inventory->n_units;
    house->findings = ARENA_ARRAY(house->arena, struct unit_findings *, house->n_findings);
    for (size_t i = 0; i < house->n_findings; i++) {
        house->findings[i] = rules_judge(house->rules, house->arena, inventory->units[i],
                                         settings.as_of, house->reported);
    }
    house->ledger = ledger_open(house->arena);
    for (size_t i = 0; i < house->n_findings; i++) {
        ledger_add_unit(house->ledger, house->facts, house->findings[i]);
    }
    cr_assert(ledger_settle(house->ledger, house->diag));
}

/* ---- products ------------------------------------------------------------------------------- */

/* A sheet with all its rows held, for tests that look at cells. */
static struct sheet *hold(struct house *house, const struct sheet *sheet) {
    struct sheet *held = ARENA_NEW(house->arena, struct sheet);
    *held = *sheet;
    held->rows = NULL;
    held->cells = NULL;
    held->n_cells = held->capacity = 0;
    struct sheet_reader *reader = sheet_read(house->arena, sheet);
    struct sheet_row row;
    while (sheet_next(reader, &row)) {
        for (size_t i = 0; i < row.n_cells; i++) {
            struct cell cell = row.cells[i];
            cell.text = str_copy(house->arena, cell.text);
            ARENA_PUSH(house->arena, held->cells, held->n_cells, held->capacity, cell);
        }
    }
    return held;
}

static bool take_product(void *context, const struct product *product) {
    struct house *house = context;
    cr_assert(house->n_products < MOST_PRODUCTS);
    struct product *kept = &house->products[house->n_products++];
    *kept = *product;
    kept->path = str_copy(house->arena, product->path);
    kept->text = str_copy(house->arena, product->text);
    struct buf text = {.arena = house->arena};
    while (product->pieces && product->pieces->next(product->pieces->context, &text)) {
        kept->text = buf_str(&text);
    }
    for (size_t i = 0; product->workbook && i < product->workbook->n_sheets; i++) {
        product->workbook->sheets[i] = hold(house, product->workbook->sheets[i]);
    }
    return house->n_products != house->refuse_at;
}

struct product_sink house_sink(struct house *house) {
    return (struct product_sink){take_product, house};
}

const struct product *find_product(const struct house *house, const char *path) {
    for (size_t i = 0; i < house->n_products; i++) {
        if (str_is(house->products[i].path, path)) {
            return &house->products[i];
        }
    }
    return NULL;
}

/* ---- sheets --------------------------------------------------------------------------------- */

const struct cell *cell_at(const struct sheet *sheet, uint32_t row, uint32_t column) {
    for (size_t i = 0; i < sheet->n_cells; i++) {
        if (sheet->cells[i].row == row && sheet->cells[i].column == column) {
            return &sheet->cells[i];
        }
    }
    return NULL;
}

struct str text_at(const struct sheet *sheet, uint32_t row, uint32_t column) {
    const struct cell *cell = cell_at(sheet, row, column);
    return cell && cell->kind == CELL_TEXT ? cell->text : (struct str){0};
}

double number_at(const struct sheet *sheet, uint32_t row, uint32_t column) {
    const struct cell *cell = cell_at(sheet, row, column);
    cr_assert(cell && (cell->kind == CELL_NUMBER || cell->kind == CELL_FORMULA),
              "%" STR_FMT ": no number at row %u column %u", STR_ARG(sheet->name), row, column);
    return cell->number;
}

uint32_t count_rows(const struct sheet *sheet) {
    return sheet->n_cells ? sheet->cells[sheet->n_cells - 1].row + 1 : 0;
}

const struct sheet *find_sheet(const struct workbook *workbook, const char *name) {
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        if (str_starts(workbook->sheets[i]->name, str_from_c(name))) {
            return workbook->sheets[i];
        }
    }
    cr_assert(false, "no sheet %s", name);
    return NULL;
}

size_t count_reports(const struct diag *diag, enum diag_id id) {
    return diag_n_id(diag, id);
}
