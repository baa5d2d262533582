/* After the last file: who was spoken of, whose each record is, and whose word counts. */
#include "intake/join.h"

#include "intake/accepted.h"

void intake_join(struct intake *intake, struct inventory *inventory, struct diag *diag) {
    struct join join = {.intake = intake,
                        .inventory = inventory,
                        .scratch = arena_open_like(inventory->arena),
                        .diag = diag};
    join.index = dictionary_open(join.scratch);
    intake->set_aside = dictionary_open(inventory->arena);
    accepted_open(&join);
    mended_join(&join);
    claims_join(&join);
    waiting_join(&join);
    parties_fill(&join);
    accepted_settle(&join);
    intake_forget(intake);
    arena_close(join.scratch);
    inventory_sort(inventory);
}

bool intake_sets_aside(const struct intake *intake, struct str file) {
    size_t at;
    return intake->set_aside && dictionary_get(intake->set_aside, file, &at);
}
