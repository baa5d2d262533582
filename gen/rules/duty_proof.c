/* What proves a duty: dates, answers, numbers and names, of the unit, of its systems and of its
 * committee. A date behind the day judged is a plan and proves nothing. */
#include "rules/duty_case.h"

struct date duty_take_day(const struct value *value, bool is_last, bool *is_rough) {
    *is_rough = *is_rough || value->precision != DATE_DAY;
    return is_last ? date_last(value->date, value->precision)
                   : date_first(value->date, value->precision);
}

bool duty_is_ahead(const struct duty_case *duty, struct date day) {
    return date_compare(day, duty->facts.as_of) > 0;
}

/* One of the words, parted by |, is the text, or begins it. */
static bool is_word(const struct duty_case *duty, struct str text, struct str words, bool begins) {
    struct str key = inventory_key(duty->judge->arena, text), rest = words, word;
    while (str_split(&rest, STR("|"), &word)) {
        if (begins ? str_starts(key, word) : str_equal(key, word)) {
            return true;
        }
    }
    return false;
}

unsigned duty_bits(const struct value *value, unsigned n) {
    unsigned bits = 0;
    for (unsigned i = 0; i < value->n_codes; i++) {
        bool is_asked = value->codes[i] >= 1 && (unsigned)value->codes[i] <= n;
        bits |= is_asked ? 1U << value->codes[i] : 0;
    }
    return bits;
}

bool duty_has_all(unsigned bits, unsigned n) {
    return bits == (1U << (n + 1)) - 2;
}

static enum proof weigh_bits(unsigned bits, unsigned n) {
    return duty_has_all(bits, n) ? PROOF_YES : PROOF_PARTLY;
}

/* The column of the value was handed in, be its cell empty or not. */
static bool is_handed_in(const struct value *value) {
    return value->origin.row || value->header.len;
}

enum proof duty_weigh(struct duty_case *duty, const struct duty_evidence *proof,
                      const struct value *value) {
    const struct rules *rules = duty->judge->rules;
    if (value->is_bad) {
        return PROOF_UNREAD;
    }
    if (!value_is_given(value)) {
        return is_handed_in(value) ? PROOF_EMPTY : PROOF_ABSENT;
    }
    if (proof->takes_any) {
        return PROOF_YES;
    }
    switch (field_info(proof->field)->type) {
    case FIELD_BOOL:
        return value->is_planned ? PROOF_PARTLY : value->number ? PROOF_YES : PROOF_NO;
    case FIELD_COUNT:
        return value->number > 0 ? PROOF_YES : PROOF_NO;
    case FIELD_DATE:
        return duty_is_ahead(duty, duty_take_day(value, duty->is_proof_last, &duty->is_proof_rough))
                   ? PROOF_PARTLY
                   : PROOF_YES;
    case FIELD_OPTIONS:
        return weigh_bits(duty_bits(value, proof->n_codes), proof->n_codes);
    case FIELD_TEXT:
        if (value->is_planned || is_word(duty, value->text, rules->plans, true)) {
            return PROOF_PARTLY;
        }
        return is_word(duty, value->text, rules->denials, false) ? PROOF_NO : PROOF_YES;
    default:
        return PROOF_YES;
    }
}

/* The same of a field of every system of the unit: all, some, none. */
static enum proof weigh_systems(struct duty_case *duty, const struct duty_evidence *proof) {
    const struct unit *unit = duty->facts.unit;
    enum proof worst = PROOF_YES, best = PROOF_ABSENT;
    for (size_t i = 0; i < unit->n_systems; i++) {
        enum proof own =
            duty_weigh(duty, proof, record_value(&unit->systems[i]->record, proof->field));
        worst = own < worst ? own : worst;
        best = own > best ? own : best;
    }
    return worst == PROOF_YES || best < PROOF_PARTLY ? best : PROOF_PARTLY;
}

/* The options that the members of the committee have between them. */
static enum proof weigh_experts(const struct duty_case *duty, const struct duty_evidence *proof) {
    const struct records *experts = &duty->facts.unit->experts;
    enum proof said = experts->n_records ? PROOF_EMPTY : PROOF_ABSENT;
    unsigned bits = 0;
    for (size_t i = 0; i < experts->n_records; i++) {
        const struct value *value = record_value(experts->records[i], proof->field);
        if (value_is_given(value)) {
            bits |= duty_bits(value, proof->n_codes);
            said = weigh_bits(bits, proof->n_codes);
        } else if (value->is_bad && said == PROOF_EMPTY) {
            said = PROOF_UNREAD;
        }
    }
    return said;
}

/* What one proof of the duty says; `value` is its cell. */
static enum proof ask_proof(struct duty_case *duty, const struct duty_evidence *proof,
                            const struct value **value) {
    static const struct value nothing;
    *value = &nothing;
    if (proof->field == N_FIELDS) {
        return duty->facts.unit->n_systems ? PROOF_YES : PROOF_ABSENT;
    }
    enum field_entity entity = field_info(proof->field)->entity;
    if (entity == ENTITY_EXPERT) {
        return weigh_experts(duty, proof);
    }
    if (entity == ENTITY_SYSTEM && !duty->facts.system) {
        return duty->facts.unit->n_systems ? weigh_systems(duty, proof) : PROOF_EMPTY;
    }
    *value = case_value(&duty->facts, proof->field);
    enum proof said = duty_weigh(duty, proof, *value);
    if (proof->other == N_FIELDS || said == PROOF_YES) {
        return said;
    }
    const struct value *other = case_value(&duty->facts, proof->other);
    enum proof other_said = duty_weigh(duty, proof, other);
    /* what cannot be read may be the proof, whatever the other one plans */
    bool is_firmer = other_said == PROOF_YES || other_said == PROOF_UNREAD ||
                     (said != PROOF_UNREAD && other_said > said);
    *value = is_firmer ? other : *value;
    return is_firmer ? other_said : said;
}

struct proofs duty_ask_proofs(struct duty_case *duty, struct duty_finding *finding) {
    struct proofs proofs = {.n_all = duty->row->n_evidence, .share = -1};
    for (size_t i = 0; i < duty->row->n_evidence; i++) {
        const struct duty_evidence *proof = &duty->row->evidence[i];
        const struct value *value;
        enum proof said = ask_proof(duty, proof, &value);
        enum field_type type =
            proof->field == N_FIELDS ? FIELD_BOOL : field_info(proof->field)->type;
        proofs.n[said]++;
        if (i == 0 || (said == PROOF_YES && type == FIELD_DATE)) {
            finding->evidence = (struct evidence){proof->field, value};
        }
        if (proof->field == N_FIELDS) {
            proofs.is_listed = said == PROOF_YES;
        } else if (type == FIELD_PERCENT) {
            proofs.share = said == PROOF_YES ? value->number : -1;
        } else if (type != FIELD_DATE) {
            proofs.is_said = proofs.is_said || said == PROOF_YES;
        } else if (said == PROOF_YES) {
            struct date day = duty_take_day(value, duty->is_proof_last, &duty->is_proof_rough);
            proofs.value = date_compare(day, proofs.done) >= 0 ? value : proofs.value;
            proofs.done = date_compare(day, proofs.done) >= 0 ? day : proofs.done;
        } else {
            proofs.is_date_unread = proofs.is_date_unread || said == PROOF_UNREAD;
            proofs.is_planned = proofs.is_planned || said == PROOF_PARTLY;
        }
    }
    return proofs;
}
