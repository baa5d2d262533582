/* How a run into OUT ends: what earlier runs left is kept or removed, and manifest.json is written.
 */
#include <string.h>

#include "batch/output_inner.h"

/* ---- what is left of earlier runs ------------------------------------------------------------ */

/* A question about an old file, and what it was asked before. */
struct leaving {
    bool (*is_left)(void *context, struct str unit_id, struct str path);
    void *context;
    /* Paths of old papers, of units that OUT still has or not. */
    struct dictionary *papers;
};

/* Keeps an old file; false if this run made it anew or it is not to be left. */
static bool leave_file(struct output *output, const struct leaving *leaving, struct str unit_id,
                       struct str path) {
    const struct manifest_file *file = output_find_old(output, path);
    if (!file || output_is_now(output, path) ||
        !leaving->is_left(leaving->context, unit_id, path)) {
        return false;
    }
    output_add_file(output, *file);
    return true;
}

/* Keeps papers of a unit that is there now as it was then. */
static void leave_papers(struct output *output, const struct leaving *leaving,
                         const struct manifest_unit *old, struct manifest_unit *now) {
    struct str *files = ARENA_ARRAY(output->arena, struct str, now->n_files + old->n_files);
    size_t n_files = now->n_files;
    if (n_files) {
        memcpy(files, now->files, n_files * sizeof *files);
    } else {
        now->as_of = old->as_of;
    }
    for (size_t i = 0; i < old->n_files; i++) {
        if (leave_file(output, leaving, now->id, old->files[i])) {
            files[n_files++] = old->files[i];
        }
    }
    if (now->n_files == 0 && n_files == old->n_files) {
        now->made_of = old->made_of;
    }
    now->files = files;
    now->n_files = n_files;
}

void output_leave(struct output *output,
                  bool (*is_left)(void *context, struct str unit_id, struct str path),
                  void *context) {
    if (!output->old.n_files && !output->old.n_units) {
        return;
    }
    struct dictionary *units = dictionary_open(output->arena);
    const struct leaving leaving = {is_left, context, dictionary_open(output->arena)};
    const struct manifest *old = &output->old;
    for (size_t i = 0; i < output->now.n_units; i++) {
        dictionary_put(units, output->now.units[i].id, i);
    }
    for (size_t i = 0; i < old->n_units; i++) {
        size_t at;
        for (size_t k = 0; k < old->units[i].n_files; k++) {
            dictionary_put(leaving.papers, old->units[i].files[k], i);
        }
        if (dictionary_get(units, old->units[i].id, &at) && !output->now.units[at].is_kept) {
            leave_papers(output, &leaving, &old->units[i], &output->now.units[at]);
        }
    }
    for (size_t i = 0; i < old->n_files; i++) {
        size_t at;
        if (!dictionary_get(leaving.papers, old->files[i].path, &at)) {
            leave_file(output, &leaving, (struct str){0}, old->files[i].path);
        }
    }
}

/* ---- the end -------------------------------------------------------------------------------- */

/* A check keeps what builds made, and the institutions it was made for. */
static void keep_built(struct output *output) {
    for (size_t i = 0; i < output->old.n_files; i++) {
        if (output->old.files[i].is_built) {
            output_add_file(output, output->old.files[i]);
        }
    }
    for (size_t i = 0; i < output->old.n_units; i++) {
        output_add_unit(output, output->old.units[i]);
    }
}

/* Only what a manifest or a journal of ours names is removed. What an unfinished build wrote down
 * is left for the next build. */
static void remove_stale(struct output *output, const struct str *left, size_t n_left) {
    for (size_t i = 0; i < output->old.n_files; i++) {
        if (!output_is_now(output, output->old.files[i].path)) {
            folder_remove(output->folder, output->old.files[i].path);
        }
    }
    for (size_t i = 0; output->is_build && i < n_left; i++) {
        if (!output_is_now(output, left[i])) {
            folder_remove(output->folder, left[i]);
        }
    }
}

/* Files in OUT that no run is known to have made. */
struct strays {
    const struct output *output;
    size_t n;
    /* Files that were looked at. */
    size_t n_seen;
    /* The least of their paths, so that the order on disk does not show. */
    struct str first;
};

static void count_stray(void *context, struct str name) {
    struct strays *strays = context;
    const struct output *output = strays->output;
    arena_rest(output->held, strays->n_seen++);
    bool is_left = !output->is_build && output_is_ours(output, name);
    if (is_left || output_is_now(output, name) || str_is(name, MANIFEST_NAME)) {
        return;
    }
    if (!strays->n++ || str_compare(name, strays->first) < 0) {
        strays->first = str_copy(output->arena, name);
    }
}

/* They may be orphans of runs whose manifest is gone, so they are told by every run. */
static void tell_strays(const struct output *output) {
    struct strays strays = {.output = output};
    folder_walk(output->folder, count_stray, &strays);
    if (strays.n) {
        diag_report(output->request->trouble,
                    &(struct diag_note){DIAG_OUTPUT_STRAY,
                                        .args = {output->folder->path,
                                                 str_format(output->arena, "%zu", strays.n),
                                                 file_printable(output->arena, strays.first)}});
    }
}

/* Written when all else has its name. One that is not ours is put aside. */
static bool write_manifest(struct output *output, struct arena *scratch,
                           const struct manifest_facts *facts) {
    struct diag *trouble = output->request->trouble;
    const struct str name = STR(MANIFEST_NAME);
    const struct text_source pieces = {manifest_next, manifest_begin(&output->now, scratch, facts)};
    struct str temporary = output_name_temporary(output);
    struct folder_file file = folder_begin(output->folder, temporary);
    output_put_pieces(scratch, &pieces, &file);
    if (!folder_end(output->folder, &file, temporary, name, trouble)) {
        return false;
    }
    if (folder_is_same(output->folder, temporary, name)) {
        folder_forget(output->folder, temporary);
        return true;
    }
    return (!output->old.is_foreign || folder_put_aside(output->folder, name, trouble)) &&
           folder_adopt(output->folder, temporary, name, trouble);
}

bool output_is_at_rest(const struct output *output) {
    size_t n_left;
    journal_left(output->journal, &n_left);
    return n_left == 0 && !folder_has(output->folder, STR(FOLDER_LAST));
}

void output_stay(struct output *output) {
    for (size_t i = 0; i < output->old.n_files; i++) {
        output_add_file(output, output->old.files[i]);
    }
    tell_strays(output);
    journal_end(output->journal, false);
}

bool output_finish(struct output *output, const struct manifest_facts *facts) {
    struct arena *scratch = arena_open_like(output->arena);
    size_t n_left;
    const struct str *left = journal_left(output->journal, &n_left);
    bool done = output_settle(output);
    if (!output->is_build) {
        keep_built(output);
    }
    if (done) {
        remove_stale(output, left, n_left);
        tell_strays(output);
        done = write_manifest(output, scratch, facts);
    }
    arena_close(scratch);
    if (done) {
        folder_sweep(output->folder, STR(FOLDER_LAST));
        folder_drop(output->folder, STR(FOLDER_LAST));
    }
    bool forgets = done;
    for (size_t i = 0; forgets && !output->is_build && i < n_left; i++) {
        forgets = output_is_now(output, left[i]);
    }
    journal_end(output->journal, forgets);
    return done;
}
