/* Judges and renders one institution. */
#include "batch/worker.h"

#include "batch/bundle.h"
#include "batch/choice.h"
#include "batch/confirmations.h"
#include "batch/fresh.h"
#include "batch/told.h"

#include <string.h>

/* Its rows, in a ledger of their own, and what these leave to be asked; what the sender has
 * answered is known before it is confirmed. */
static struct ledger *make_rows(const struct engine *engine, const struct unit_findings *findings,
                                struct arena *arena, struct diag *reported) {
    struct ledger *ledger = ledger_open(arena);
    struct ledger_asked asked = {0};
    ledger_add_unit(ledger, engine->facts, findings);
    /* what repeats is told when the rows of all are there */
    ledger_settle(ledger, diag_open(arena));
    ledger_ask_unit(engine->questions, arena, ledger, engine->previous, findings, &asked);
    for (size_t i = 0; i < asked.n_items; i++) {
        bool is_answered = confirmations_hold(engine, arena, &asked.items[i].note);
        ledger_add_question(ledger, &asked.items[i], is_answered);
        diag_report(reported, &asked.items[i].note);
    }
    return ledger;
}

static void write_rows(const struct engine *engine, struct ledger *ledger, struct str unit_id,
                       struct arena *arena, struct work *work) {
    confirmations_add(engine, ledger, unit_id);
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        if (ledger_is_kept(ledger, (enum ledger_table)i)) {
            work->rows[i] = ledger_write(ledger, arena, (enum ledger_table)i);
        }
    }
}

/* What was reported of a unit, as far as it has not confirmed it. */
static struct diag *settle(const struct engine *engine, struct arena *arena,
                           const struct unit *unit, struct diag *reported) {
    struct diag *settled = diag_open(arena);
    diag_set_unit(settled, unit->id);
    return confirmations_apply(engine, reported, settled) ? settled : reported;
}

/* Makes its papers, unless they lie in OUT, made of the same. What is told while they are made
 * would not be told again, so then they are made each time. */
static void make_papers(const struct engine *engine, const struct unit_findings *findings,
                        struct diag *reported, struct arena *arena, struct work *work) {
    const struct unit_complaints told = told_of(engine->told, findings->unit->id);
    struct str made_of = fresh_hash(engine, findings->unit, &told, reported, arena);
    if (fresh_take(engine, made_of, &work->papers, arena)) {
        return;
    }
    size_t n_told = diag_n(reported);
    struct output output = output_for(&engine->output, arena, &work->papers, reported);
    struct product_sink sink = output_sink(&output);
    meter_turn(engine->request->meter, METER_LAYOUT);
    work->is_done = docs_unit(engine->docs, arena, findings, &told, reported, &sink) &&
                    (!engine->request->is_bundled || bundle_papers(&output));
    meter_turn(engine->request->meter, METER_OTHER);
    if (diag_n(reported) == n_told) {
        work->papers.unit.made_of = made_of;
    }
}

void worker_run(const struct engine *engine, size_t number, bool makes_papers, struct arena *arena,
                struct work *work) {
    const struct unit *unit = engine->units[number];
    struct diag *reported = diag_open(arena);
    struct meter *meter = engine->request->meter;
    meter_begin(meter, METER_JUDGE);
    diag_set_unit(reported, unit->id);
    *work = (struct work){.papers = engine_papers(engine, unit, arena), .is_done = true};
    const struct unit_findings *findings =
        rules_judge(engine->rules, arena, unit, engine->request->as_of, reported);
    struct ledger *ledger = make_rows(engine, findings, arena, reported);
    reported = settle(engine, arena, unit, reported);
    if (makes_papers && choice_has_unit(engine, unit)) {
        work->papers.number = number;
        meter_turn(meter, METER_OTHER);
        make_papers(engine, findings, reported, arena, work);
        meter_turn(meter, METER_JUDGE);
    }
    reported = settle(engine, arena, unit, reported);
    if (engine->ledger) {
        write_rows(engine, ledger, unit->id, arena, work);
    }
    work->complaints = diag_take(reported, arena);
    meter_turn(meter, METER_OTHER);
    if (meter) {
        memcpy(work->spent, meter->spent, sizeof work->spent);
    }
}

/* The institution as the manifest has it: whoever takes it in need not look at its records. */
static void pack_unit(const struct manifest_unit *unit, struct buf *buf) {
    parcel_add_text(buf, unit->id);
    parcel_add_text(buf, unit->name);
    parcel_add_text(buf, unit->as_of);
    parcel_add_text(buf, unit->made_of);
    parcel_add_number(buf, unit->n_sources);
    for (size_t i = 0; i < unit->n_sources; i++) {
        parcel_add_text(buf, unit->sources[i]);
    }
}

static bool unpack_unit(struct str *bytes, struct arena *arena, struct manifest_unit *unit) {
    bool is_whole = parcel_cut_text(bytes, &unit->id) && parcel_cut_text(bytes, &unit->name) &&
                    parcel_cut_text(bytes, &unit->as_of) &&
                    parcel_cut_text(bytes, &unit->made_of) &&
                    parcel_cut_number(bytes, &unit->n_sources) && unit->n_sources <= bytes->len;
    struct str *sources = is_whole ? ARENA_ARRAY(arena, struct str, unit->n_sources) : NULL;
    for (size_t i = 0; is_whole && i < unit->n_sources; i++) {
        is_whole = parcel_cut_text(bytes, &sources[i]);
    }
    unit->sources = sources;
    return is_whole;
}

void work_pack(const struct work *work, struct buf *buf) {
    parcel_add_number(buf, work->is_done);
    parcel_add_number(buf, work->papers.is_fresh);
    pack_unit(&work->papers.unit, buf);
    parcel_add_number(buf, work->papers.n_documents);
    parcel_add_number(buf, work->papers.n_pages);
    parcel_add_number(buf, work->papers.n_files);
    for (size_t i = 0; i < work->papers.n_files; i++) {
        const struct staged *staged = &work->papers.files[i];
        parcel_add_text(buf, staged->file.path);
        parcel_add_text(buf, staged->file.sha256);
        parcel_add_text(buf, staged->temporary);
        parcel_add_number(buf, staged->file.is_built);
    }
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        parcel_add_text(buf, work->rows[i]);
    }
    parcel_add_text(buf, work->complaints);
    parcel_add_text(buf, work->trouble);
    for (size_t i = 0; i < N_METER_PARTS; i++) {
        parcel_add_number(buf, (size_t)work->spent[i]);
    }
}

bool work_unpack(struct str bytes, struct arena *arena, struct work *work) {
    size_t is_done, is_fresh, n_files, is_built;
    bool is_whole = parcel_cut_number(&bytes, &is_done) && parcel_cut_number(&bytes, &is_fresh) &&
                    unpack_unit(&bytes, arena, &work->papers.unit) &&
                    parcel_cut_number(&bytes, &work->papers.n_documents) &&
                    parcel_cut_number(&bytes, &work->papers.n_pages) &&
                    parcel_cut_number(&bytes, &n_files) && n_files <= bytes.len;
    work->is_done = is_whole && is_done;
    work->papers.is_fresh = is_whole && is_fresh;
    for (size_t i = 0; is_whole && i < n_files; i++) {
        struct staged staged = {0};
        is_whole = parcel_cut_text(&bytes, &staged.file.path) &&
                   parcel_cut_text(&bytes, &staged.file.sha256) &&
                   parcel_cut_text(&bytes, &staged.temporary) &&
                   parcel_cut_number(&bytes, &is_built);
        staged.file.is_built = is_whole && is_built;
        ARENA_PUSH(arena, work->papers.files, work->papers.n_files, work->papers.capacity, staged);
    }
    for (size_t i = 0; is_whole && i < N_LEDGER_TABLES; i++) {
        is_whole = parcel_cut_text(&bytes, &work->rows[i]);
    }
    is_whole = is_whole && parcel_cut_text(&bytes, &work->complaints) &&
               parcel_cut_text(&bytes, &work->trouble);
    for (size_t i = 0; is_whole && i < N_METER_PARTS; i++) {
        size_t spent;
        is_whole = parcel_cut_number(&bytes, &spent);
        work->spent[i] = is_whole ? (int64_t)spent : 0;
    }
    return is_whole && bytes.len == 0;
}
