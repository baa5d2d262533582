/* Drop-downs, checks and messages of cells, and hidden names, by libxlsxwriter. */
#include "write/xlsx/xlsx_inputs.h"

#include "write/xlsx/xlsx_check.h"

/* A sheet's name in a formula. */
static struct str quote(struct arena *arena, const struct sheet *sheet) {
    struct str name = str_replace(arena, sheet->name, STR("'"), STR("''"));
    return str_format(arena, "'%" STR_FMT "'", STR_ARG(name));
}

static struct str absolute(struct arena *arena, uint32_t row, uint32_t column) {
    char name[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(name, row, (lxw_col_t)column, true, true);
    return str_copy(arena, str_from_c(name));
}

/* The formula that lists the choices. */
static struct str list_of(struct arena *arena, const struct sheet_input *input) {
    struct str first = absolute(arena, input->first_choice, input->choices_column);
    struct str last = absolute(arena, input->last_choice, input->choices_column);
    struct str sheet = quote(arena, input->choices);
    return str_format(arena, "=%" STR_FMT "!%" STR_FMT ":%" STR_FMT, STR_ARG(sheet), STR_ARG(first),
                      STR_ARG(last));
}

static lxw_datetime day_of(double days) {
    struct date date = date_from_days((int64_t)days);
    return (lxw_datetime){.year = date.year, .month = date.month, .day = date.day};
}

/* What is allowed, as the library says it. */
static lxw_data_validation check_of(struct arena *arena, const struct sheet_input *input) {
    static const uint8_t kinds[N_INPUTS] = {[INPUT_ANY] = LXW_VALIDATION_TYPE_ANY,
                                            [INPUT_CHOICE] = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                            [INPUT_DATE] = LXW_VALIDATION_TYPE_DATE,
                                            [INPUT_WHOLE] = LXW_VALIDATION_TYPE_INTEGER,
                                            [INPUT_NUMBER] = LXW_VALIDATION_TYPE_DECIMAL,
                                            [INPUT_LENGTH] = LXW_VALIDATION_TYPE_LENGTH};
    lxw_data_validation check = {
        .validate = kinds[input->kind],
        .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
        .minimum_number = input->low,
        .maximum_number = input->high,
        .ignore_blank = LXW_VALIDATION_ON,
        .show_input = LXW_VALIDATION_ON,
        .show_error = LXW_VALIDATION_ON,
        .dropdown = LXW_VALIDATION_ON,
        .error_type =
            input->is_strict ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING,
    };
    if (input->kind == INPUT_CHOICE) {
        check.value_formula = str_to_c(arena, list_of(arena, input));
    } else if (input->kind == INPUT_DATE) {
        check.minimum_datetime = day_of(input->low);
        check.maximum_datetime = day_of(input->high);
    }
    return check;
}

/* A text for the library; NULL for none. */
static char *text_of(struct arena *arena, struct str text) {
    return text.len > 0 ? str_to_c(arena, xlsx_text(arena, text)) : NULL;
}

lxw_error xlsx_write_inputs(struct arena *arena, lxw_worksheet *page, const struct sheet *sheet) {
    lxw_error error = LXW_NO_ERROR;
    for (size_t i = 0; i < sheet->n_inputs && error == LXW_NO_ERROR; i++) {
        const struct sheet_input *input = &sheet->inputs[i];
        lxw_data_validation check = check_of(arena, input);
        check.input_title = text_of(arena, input->title);
        check.input_message = text_of(arena, input->message);
        check.error_message = text_of(arena, input->fault);
        lxw_col_t column = (lxw_col_t)input->column;
        error = worksheet_data_validation_range(page, input->first_row, column, input->last_row,
                                                column, &check);
    }
    return error;
}

lxw_error xlsx_write_tones(struct arena *arena, lxw_worksheet *page, const struct sheet *sheet,
                           lxw_format *warning, lxw_format *error) {
    lxw_error result = LXW_NO_ERROR;
    for (size_t i = 0; i < sheet->n_tones && result == LXW_NO_ERROR; i++) {
        const struct sheet_tone *tone = &sheet->tones[i];
        struct str text = str_replace(arena, xlsx_text(arena, tone->text), STR("\""), STR("\"\""));
        lxw_conditional_format format = {
            .type = LXW_CONDITIONAL_TYPE_CELL,
            .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
            .value_string = str_to_c(arena, str_format(arena, "\"%" STR_FMT "\"", STR_ARG(text))),
            .format = tone->style == STYLE_ERROR ? error : warning,
        };
        lxw_col_t column = (lxw_col_t)tone->column;
        result = worksheet_conditional_format_range(page, tone->first_row, column, tone->last_row,
                                                    column, &format);
    }
    return result;
}

lxw_error xlsx_write_names(struct arena *arena, lxw_workbook *book,
                           const struct workbook *workbook) {
    lxw_error error = LXW_NO_ERROR;
    for (size_t i = 0; i < workbook->n_names && error == LXW_NO_ERROR; i++) {
        const struct workbook_name *name = &workbook->names[i];
        struct str sheet = name->sheet ? quote(arena, name->sheet) : (struct str){0};
        struct str formula = name->sheet
                                 ? str_format(arena, "=%" STR_FMT "!$A$1", STR_ARG(sheet))
                                 : str_format(arena, "=\"%" STR_FMT "\"", STR_ARG(name->text));
        error = workbook_define_name(book, str_to_c(arena, name->name), str_to_c(arena, formula));
    }
    lxw_defined_name *kept;
    TAILQ_FOREACH(kept, book->defined_names, list_pointers) {
        for (size_t i = 0; i < workbook->n_names; i++) {
            bool is_ours = str_equal(str_from_c(kept->name), workbook->names[i].name);
            kept->hidden = is_ours ? 1 : kept->hidden;
        }
    }
    return error;
}
