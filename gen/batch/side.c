/* A file beside the inbox, from its path to its rows. */
#include "batch/side.h"

bool side_open(struct engine *engine, struct str path, struct file_facts *facts,
               bool (*take)(const struct intake *intake, struct str name, struct str bytes,
                            struct diag *diag, void *context),
               void *context) {
    enum { LARGEST = 64 * 1024 * 1024 };
    struct source *source = ARENA_NEW(engine->arena, struct source);
    struct diag *found = diag_open(engine->arena);
    struct arena *scratch = arena_open_like(engine->arena);
    struct str bytes;
    source->file = file_printable(engine->arena, file_last_part(path));
    bool is_read = file_read(scratch, path, LARGEST, source, found, &bytes);
    if (is_read) {
        *facts =
            (struct file_facts){.name = source->file, .sha256 = hash_sha256(engine->arena, bytes)};
        is_read = take(engine->intake, source->file, bytes, found, context);
    }
    arena_close(scratch);
    struct diag *to = is_read ? engine->reported : engine->request->trouble;
    diag_give(to, diag_take(found, engine->arena), engine->request->trouble);
    return is_read;
}
