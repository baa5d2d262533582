/* The computed names of names.def that 备案表 asks for: what its boxes hold beyond the fields. */
#include "docs/filing_form.h"
#include "docs/names_inner.h"

/* Number n of the system among those filed, or of the data among the unit's. */
void names_give_ordinal(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    (void)name;
    if (subject->ordinal) {
        names_set_count(subject, answer, subject->ordinal);
    }
}

/* How many systems are filed. */
void names_give_filed(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    (void)name;
    names_set_count(subject, answer, subject->findings->n_filed);
}

/* Sheets to hand in. */
void names_give_sheets(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    (void)name;
    names_set_count(subject, answer,
                    filing_form_sheets(subject->docs, subject->arena, subject->findings));
}

/* How many systems are filed; nothing for none. */
void names_give_any_filed(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    (void)name;
    if (subject->findings->n_filed) {
        names_set_count(subject, answer, subject->findings->n_filed);
    }
}

/* Set when the form names an attachment of the system. */
void names_give_has_attachments(const struct subject *subject, const struct name *name,
                                struct answer *answer) {
    static const enum field attachments[][2] = {
        {FIELD_SYSTEM_REPORT_NAME, FIELD_SYSTEM_REPORT},
        {FIELD_MATERIAL_TOPOLOGY_NAME, FIELD_MATERIAL_TOPOLOGY},
        {FIELD_MATERIAL_ORGANISATION_NAME, FIELD_MATERIAL_ORGANISATION},
        {FIELD_MATERIAL_DESIGN_NAME, FIELD_MATERIAL_DESIGN},
        {FIELD_MATERIAL_PRODUCTS_NAME, FIELD_MATERIAL_PRODUCTS},
        {FIELD_MATERIAL_ASSESSMENT_NAME, FIELD_MATERIAL_ASSESSMENT},
        {FIELD_MATERIAL_REVIEW_NAME, FIELD_MATERIAL_REVIEW},
        {FIELD_MATERIAL_APPROVAL_NAME, FIELD_MATERIAL_APPROVAL}};
    bool has = false;
    (void)name;
    for (size_t i = 0; i < sizeof attachments / sizeof *attachments; i++) {
        has = has || (value_is_given(names_find_value(subject, attachments[i][0])) &&
                      !names_says(subject, attachments[i][1], 0));
    }
    names_set_flag(answer, has);
}

/* How many systems are of level a and above. */
void names_give_level_up(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    size_t n = 0;
    for (size_t level = (size_t)name->a; level < 6; level++) {
        n += subject->findings->n_by_level[level];
    }
    names_set_count(subject, answer, n);
}

/* The same, or of all levels for 0; nothing for none. */
void names_give_any_up(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    size_t n = name->a ? 0 : subject->findings->n_gradings;
    for (size_t level = (size_t)name->a; level > 0 && level < 6; level++) {
        n += subject->findings->n_by_level[level];
    }
    if (n) {
        names_set_count(subject, answer, n);
    }
}

/* How many categories of data there are. */
void names_give_n_data(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    (void)name;
    names_set_count(subject, answer, subject->findings->unit->n_data);
}

/* a: the sender's own total, unless more systems than that were handed in: of level b, 0 for all.
 */
void names_give_systems(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const struct value *given = names_find_value(subject, (enum field)name->a);
    size_t counted =
        name->b ? subject->findings->n_by_level[name->b] : subject->findings->n_gradings;
    bool is_more = value_is_given(given) && given->number > (int64_t)counted;
    names_set_cell(answer, given);
    names_set_count(subject, answer, is_more ? (size_t)given->number : counted);
}

/* a: systems of that level. */
void names_give_level_count(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    names_set_count(subject, answer, subject->findings->n_by_level[name->a]);
}

/* a: systems of that level; nothing for none. */
void names_give_any_of_level(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    if (subject->findings->n_by_level[name->a]) {
        names_give_level_count(subject, name, answer);
    }
}

/* The code that the form prints for that of the sender (a). */
void names_give_region_code(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    names_set_cell(answer, names_find_value(subject, (enum field)name->a));
    answer->value.text = subject->findings->region_printed;
}

/* The street (a), or the address in one piece (b) where its parts are not known. */
void names_give_street(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    static const enum field parts[] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY, FIELD_UNIT_COUNTY,
                                       FIELD_UNIT_STREET};
    bool has_parts = false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        has_parts = has_parts || value_is_given(names_find_value(subject, parts[i]));
    }
    names_give_field(subject, (enum field)(has_parts ? name->a : name->b), answer);
}

/* The address from its parts, or a where they are not known. A city of the province's own name
 * (直辖市) is not said twice. */
void names_give_address(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    static const enum field parts[] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY, FIELD_UNIT_COUNTY,
                                       FIELD_UNIT_STREET};
    struct buf buf = {.arena = subject->arena};
    struct str last = {0};
    names_give_field(subject, (enum field)name->a, answer);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const struct value *value = names_find_value(subject, parts[i]);
        if (value_is_given(value) && !str_equal(value->text, last)) {
            buf_add(&buf, value->text);
            names_set_cell(answer, value);
            last = value->text;
        }
    }
    if (buf.len) {
        answer->value.text = buf_str(&buf);
    }
}

/* The box of 表三 01 and 02 for an object (1 公民, 2 社会, 3 国家) and a degree (1 一般, 2 严重, 3
 * 特别 严重): object × 10 + degree. */
static void tick_box(struct form_value *value, int box) {
    for (unsigned i = 0; i < value->n_codes; i++) {
        if (value->codes[i] == box) {
            return;
        }
    }
    names_set_code(value, box);
}

/* Boxes of the objects a: the degrees b belong to them one by one, or one degree to all. Where the
 * numbers differ the sender has not said which goes with which, and nothing is ticked. */
void names_give_harm(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    const struct value *objects = names_find_value(subject, (enum field)name->a);
    const struct value *degrees = names_find_value(subject, (enum field)name->b);
    bool is_paired = degrees->n_codes == 1 || degrees->n_codes == objects->n_codes;
    names_set_cell(answer, objects);
    if (!value_is_given(objects) || !value_is_given(degrees) || !is_paired) {
        return;
    }
    for (unsigned i = 0; i < objects->n_codes; i++) {
        unsigned at = degrees->n_codes == 1 ? 0 : i;
        tick_box(&answer->value, objects->codes[i] * 10 + degrees->codes[at]);
    }
}

/* The same for the form of 2007, which has no box for 公民 harmed especially severely; by GB/T
 * 22240-2008 that is level 2, so the box of 公民 harmed severely stands for it. */
void names_give_matrix(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    struct answer harm = {0};
    names_give_harm(subject, name, &harm);
    names_set_cell(answer, names_find_value(subject, (enum field)name->a));
    for (unsigned i = 0; i < harm.value.n_codes; i++) {
        tick_box(&answer->value, harm.value.codes[i] == 13 ? 12 : harm.value.codes[i]);
    }
}

/* Field a, unless the question b that leads to it was answered with no. */
void names_give_unless_no(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    if (!names_says(subject, (enum field)name->b, 0)) {
        names_give_field(subject, (enum field)name->a, answer);
    }
}

/* Field a, if the question b was answered with yes. */
void names_give_if_yes(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    if (names_says(subject, (enum field)name->b, 1)) {
        names_give_field(subject, (enum field)name->a, answer);
    }
}

/* 使用国产品率 of count a and share b: 1 全部使用, 2 全部未使用, 3 部分使用; none where there are
 * no products. */
void names_give_product(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const struct value *share = names_find_value(subject, (enum field)name->b);
    names_set_cell(answer, share);
    if (!value_is_given(share) || names_says(subject, (enum field)name->a, 0)) {
        return;
    }
    if (share->number == 10000) {
        names_set_code(&answer->value, 1);
    } else {
        names_set_code(&answer->value, share->number == 0 ? 2 : 3);
    }
}

/* The share a as a number of percent, without zeros behind the point. */
void names_give_share(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const struct value *share = names_find_value(subject, (enum field)name->a);
    names_set_cell(answer, share);
    /* below 0: part of them, without a share */
    if (!value_is_given(share) || share->number < 0) {
        return;
    }
    long long whole = share->number / 100, hundredths = share->number % 100;
    if (hundredths == 0) {
        answer->value.text = str_format(subject->arena, "%lld", whole);
    } else if (hundredths % 10 == 0) {
        answer->value.text = str_format(subject->arena, "%lld.%lld", whole, hundredths / 10);
    } else {
        answer->value.text = str_format(subject->arena, "%lld.%02lld", whole, hundredths);
    }
}

/* The five technologies that 表四 of 2025 asks about: code in 采用技术, and the answer of its own.
 */
static const struct {
    int code;
    enum field used;
} technologies[] = {{1, FIELD_CLOUD_USED},
                    {2, FIELD_MOBILE_USED},
                    {3, FIELD_IOT_USED},
                    {4, FIELD_INDUSTRIAL_USED},
                    {5, FIELD_BIGDATA_USED}};
enum { N_TECHNOLOGIES = sizeof technologies / sizeof technologies[0] };

/* 采用技术 and the answer of its own contradict each other: neither is ticked. */
static bool is_disputed(const struct subject *subject, size_t technology) {
    const struct value *list = names_find_value(subject, FIELD_SYSTEM_TECHNOLOGY);
    bool is_named = value_has_code(list, technologies[technology].code);
    return value_is_given(list) && names_says(subject, technologies[technology].used, !is_named);
}

/* Technology a (from 0): 1 if it is named or said to be used, 0 if it is said not to be; one that
 * is not named was not denied. */
static int used_technology(const struct subject *subject, size_t technology, int otherwise) {
    const struct value *list = names_find_value(subject, FIELD_SYSTEM_TECHNOLOGY);
    enum field used = technologies[technology].used;
    if (is_disputed(subject, technology)) {
        return otherwise;
    }
    return value_has_code(list, technologies[technology].code) || names_says(subject, used, 1) ? 1
           : names_says(subject, used, 0)                                                      ? 0
                                          : otherwise;
}

void names_give_technology(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    enum { UNTOLD = -1 };
    int used = used_technology(subject, (size_t)name->a, UNTOLD);
    names_set_cell(answer, names_find_value(subject, technologies[name->a].used));
    if (used != UNTOLD) {
        names_set_code(&answer->value, used);
    }
}

void names_give_uses_technology(const struct subject *subject, const struct name *name,
                                struct answer *answer) {
    bool is_used = false;
    (void)name;
    for (size_t i = 0; i < N_TECHNOLOGIES; i++) {
        is_used = is_used || used_technology(subject, i, 0) == 1;
    }
    names_set_flag(answer, is_used);
}

/* 采用技术 as handed in, without what its own answer disputes. */
void names_give_technologies(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    struct answer given = {0};
    names_give_field(subject, (enum field)name->a, &given);
    *answer = given;
    answer->value.n_codes = 0;
    for (unsigned i = 0; i < given.value.n_codes; i++) {
        bool is_left_out = false;
        for (size_t k = 0; k < N_TECHNOLOGIES; k++) {
            is_left_out = is_left_out ||
                          (given.value.codes[i] == technologies[k].code && is_disputed(subject, k));
        }
        if (!is_left_out) {
            names_set_code(&answer->value, given.value.codes[i]);
        }
    }
}

/* 统一社会信用代码 a, of 18 characters only: 2025 has no box for an 组织机构代码 of 9. */
void names_give_credit_code(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    enum { LENGTH = 18 };
    names_give_field(subject, (enum field)name->a, answer);
    if (answer->value.text.len != LENGTH) {
        answer->value.text = (struct str){0};
    }
}

/* The numeral of a level that was handed in as field a. */
void names_give_numeral(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const struct value *level = names_find_value(subject, (enum field)name->a);
    names_set_cell(answer, level);
    if (value_is_given(level)) {
        answer->value.text = rules_level(subject->docs->rules, (int)level->number).numeral;
    }
}

bool names_next_part(struct str *rest, struct str *part) {
    bool is_there = rest->len > 0;
    size_t start = 0, end = 0;
    while (end < rest->len) {
        size_t after = end;
        uint32_t c = utf8_next(*rest, &after);
        if (c == 0x3001 || c == 0xFF1B || c == 0xFF0C || c == ';' || c == ',' || c == '\n') {
            *part = str_trim(str_slice(*rest, start, end));
            *rest = str_slice(*rest, after, rest->len);
            return true;
        }
        end = after;
    }
    *part = str_trim(*rest);
    rest->len = 0;
    return is_there;
}

/* Name b (from 1) of the list in field a; b negative: those from -b on, each behind its number. */
void names_give_part(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    const struct value *list = names_find_value(subject, (enum field)name->a);
    struct str rest = value_is_given(list) ? list->text : (struct str){0}, part;
    struct buf buf = {.arena = subject->arena};
    int number = 0;
    names_set_cell(answer, list);
    while (names_next_part(&rest, &part)) {
        number += part.len > 0;
        if (part.len && number == name->b) {
            buf_add(&buf, part);
        } else if (part.len && name->b < 0 && number >= -name->b) {
            buf_add(&buf, str_format(subject->arena, "%s%d", buf.len ? " " : "", number));
            buf_add(&buf, part);
        }
    }
    answer->value.text = buf_str(&buf);
}
