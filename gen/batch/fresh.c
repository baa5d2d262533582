/* What papers are made of, as a hash that the manifest keeps. */
#include "batch/fresh.h"

bool fresh_open(struct engine *engine) {
    const struct batch_request *request = engine->request;
    if (!shelf_hash(request->templates, request->trouble) ||
        !shelf_hash(request->fonts, request->trouble)) {
        return false;
    }
    struct arena *scratch = arena_open_like(engine->arena);
    const struct str all[] = {STR("")};
    struct buf buf = {.arena = scratch};
    parcel_add_text(&buf, request->program);
    parcel_add_text(&buf, shelf_digest(request->templates, scratch, all, 1));
    parcel_add_text(&buf, shelf_digest(request->fonts, scratch, all, 1));
    parcel_add_text(&buf, date_to_iso(scratch, request->as_of, DATE_DAY));
    parcel_add_text(&buf, request->edition);
    parcel_add_number(&buf, request->is_edition_chosen);
    parcel_add_text(&buf, request->province);
    parcel_add_number(&buf, (size_t)request->year);
    parcel_add_text(&buf, request->level);
    parcel_add_number(&buf, request->is_draft);
    parcel_add_number(&buf, request->masks_phones);
    parcel_add_number(&buf, request->is_counts_only);
    parcel_add_number(&buf, request->is_bundled);
    parcel_add_number(&buf, request->has_previews);
    for (size_t i = 0; i < request->n_only; i++) {
        parcel_add_text(&buf, request->only[i]);
    }
    engine->made_of = hash_sha256(engine->arena, buf_str(&buf));
    arena_close(scratch);
    return true;
}

static void add_complaint(struct buf *buf, const struct diag_item *item) {
    const struct source *source = item->origin.source;
    const struct str texts[] = {source ? source->file : (struct str){0},
                                source ? source->sheet : (struct str){0},
                                item->unit,
                                item->header,
                                item->value,
                                item->clause,
                                item->message,
                                item->suggestion};
    const size_t numbers[] = {
        (size_t)item->id,    (size_t)item->severity, item->origin.row,
        item->origin.column, item->origin.record,    item->n,
        item->n_in_column,
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        parcel_add_text(buf, texts[i]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        parcel_add_number(buf, numbers[i]);
    }
}

struct str fresh_hash(const struct engine *engine, const struct unit *unit,
                      const struct unit_complaints *told, const struct diag *judged,
                      struct arena *arena) {
    struct arena *scratch = arena_open_like(arena);
    struct buf buf = {.arena = scratch};
    parcel_add_text(&buf, engine->made_of);
    parcel_add_number(&buf, told->n_items);
    parcel_add_number(&buf, told->n_errors);
    parcel_add_number(&buf, told->n_warnings);
    for (size_t i = 0; i < told->n_items; i++) {
        add_complaint(&buf, &told->items[i]);
    }
    struct diag_cursor *cursor = diag_walk(judged, scratch, DIAG_BY_SEVERITY);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        add_complaint(&buf, &item);
    }
    unit_add_bytes(unit, &buf);
    struct str made_of = hash_sha256(arena, buf_str(&buf));
    arena_close(scratch);
    return made_of;
}

bool fresh_take(const struct engine *engine, struct str made_of, struct papers *papers,
                struct arena *arena) {
    const struct batch_request *request = engine->request;
    const struct manifest_unit *old = output_find_unit(&engine->output, papers->unit.id);
    bool is_asked = request->is_forced || request->dump.len || request->preview.len;
    if (is_asked || !old || !str_equal(old->made_of, made_of) ||
        !output_take_again(&engine->output, papers, arena, old)) {
        return false;
    }
    papers->unit.made_of = made_of;
    papers->is_fresh = true;
    return true;
}
