/* The data/ of earlier runs: shares of one, or those of several places. What they hold is
 * untrusted; what was computed at different days or by different rules is not summed. */
#include "batch/earlier.h"

#include <stddef.h>
#include <stdlib.h>

struct str earlier_table_path(struct arena *arena, enum ledger_table table) {
    return str_format(arena, "data/%" STR_FMT ".csv", STR_ARG(ledger_table_name(table)));
}

/* ---- opening --------------------------------------------------------------------------------- */

static int compare_runs(const void *left, const void *right) {
    const struct earlier_run *a = left, *b = right;
    return str_compare(a->word, b->word);
}

/* The path without slashes at its end, unless it is nothing else. */
static struct str trim_path(struct str path) {
    while (path.len > 1 && str_ends(path, STR("/"))) {
        path = str_slice(path, 0, path.len - 1);
    }
    return path;
}

/* Two of them would be called alike. */
static bool is_ambiguous(const struct earlier_runs *runs, size_t i) {
    struct str name = file_last_part(runs->runs[i].word);
    size_t n = 0;
    for (size_t k = 0; k < runs->n_runs; k++) {
        n += str_equal(file_last_part(runs->runs[k].word), name);
    }
    return n > 1 || !name.len || str_is(name, ".") || str_is(name, "..");
}

static bool open_run(struct earlier_run *run, const struct batch_request *request) {
    struct arena *arena = request->arena;
    run->folder = folder_look(arena, run->word);
    if (!run->folder) {
        return file_exists(run->word, NULL, request->trouble);
    }
    struct diag *foreign = diag_open(arena);
    manifest_read(&run->manifest, arena, run->folder, foreign);
    run->has_manifest = run->manifest.version.len > 0;
    return true;
}

struct earlier_runs *earlier_open(const struct batch_request *request) {
    struct arena *arena = request->arena;
    struct earlier_runs *runs = ARENA_NEW(arena, struct earlier_runs);
    runs->arena = arena;
    runs->runs = ARENA_ARRAY(arena, struct earlier_run, request->n_inboxes);
    runs->n_runs = request->n_inboxes;
    for (size_t i = 0; i < runs->n_runs; i++) {
        runs->runs[i].word = trim_path(request->inboxes[i]);
    }
    qsort(runs->runs, runs->n_runs, sizeof *runs->runs, compare_runs);
    for (size_t i = 0; i < runs->n_runs; i++) {
        struct earlier_run *run = &runs->runs[i];
        struct str word = is_ambiguous(runs, i) ? run->word : file_last_part(run->word);
        run->name = file_printable(arena, word);
        if (!open_run(run, request)) {
            return NULL;
        }
        struct str units = earlier_table_path(arena, LEDGER_UNITS);
        if (!run->folder || !folder_has(run->folder, units)) {
            diag_report(request->trouble,
                        &(struct diag_note){DIAG_REPORT_NO_DATA,
                                            .args = {run->word, ledger_table_name(LEDGER_UNITS)}});
            return NULL;
        }
    }
    return runs;
}

/* ---- agreement ------------------------------------------------------------------------------- */

/* What is compared. */
struct matter {
    enum diag_word what;
    /* What the command line asks for; empty for nothing. */
    struct str asked;
    /* The command line decides, whatever the runs say. */
    bool is_free;
    /* Place in struct manifest. */
    size_t offset;
};

static struct str read_matter(const struct earlier_run *run, const struct matter *matter) {
    return *(const struct str *)(const void *)((const char *)&run->manifest + matter->offset);
}

static bool refuse(const struct earlier_runs *runs, const struct matter *matter,
                   const struct str sides[2][2], struct diag *trouble) {
    struct arena *arena = runs->arena;
    struct str texts[2];
    for (size_t i = 0; i < 2; i++) {
        texts[i] = str_format(arena, "%" STR_FMT ": %" STR_FMT, STR_ARG(sides[i][0]),
                              STR_ARG(sides[i][1].len ? sides[i][1] : STR("-")));
    }
    struct str what = diag_word(arena, matter->what, (struct str){0});
    diag_report(trouble,
                &(struct diag_note){DIAG_REPORT_DIFFERS, .args = {what, texts[0], texts[1]}});
    return false;
}

/* The one answer of all runs that say anything, or that of the command line. */
static bool agree_on(const struct earlier_runs *runs, const struct matter *matter,
                     struct str *answer, struct diag *trouble) {
    struct str who = diag_word(runs->arena, DIAG_WORD_RUN_ASKED, (struct str){0});
    bool is_known = matter->asked.len > 0;
    *answer = matter->asked;
    for (size_t i = 0; i < runs->n_runs && !(matter->asked.len && matter->is_free); i++) {
        const struct earlier_run *run = &runs->runs[i];
        if (!run->has_manifest) {
            continue;
        }
        struct str said = read_matter(run, matter);
        if (is_known && !str_equal(said, *answer)) {
            const struct str sides[2][2] = {{who, *answer}, {run->name, said}};
            return refuse(runs, matter, sides, trouble);
        }
        who = run->name;
        *answer = said;
        is_known = true;
    }
    return true;
}

bool earlier_agree(const struct earlier_runs *runs, const struct batch_request *request,
                   struct batch_basis *basis) {
#define AT(member) offsetof(struct manifest, member)
    struct arena *arena = runs->arena;
    bool has_day = request->as_of.year != 0;
    const struct matter matters[] = {
        {DIAG_WORD_RUN_VERSION, {0}, false, AT(version)},
        {DIAG_WORD_RUN_AS_OF,
         has_day ? date_to_iso(arena, request->as_of, DATE_DAY) : (struct str){0}, false,
         AT(as_of)},
        {DIAG_WORD_RUN_EDITION, request->edition, false, AT(edition)},
        {DIAG_WORD_RUN_YEAR,
         request->year ? str_format(arena, "%d", request->year) : (struct str){0}, true, AT(year)},
        {DIAG_WORD_RUN_PROVINCE, request->province, true, AT(province)},
    };
#undef AT
    enum { N = sizeof matters / sizeof matters[0] };
    struct str answers[N];
    int64_t year = 0;
    for (size_t i = 0; i < N; i++) {
        if (!agree_on(runs, &matters[i], &answers[i], request->trouble)) {
            return false;
        }
    }
    *basis = (struct batch_basis){.edition = answers[2], .province = answers[4]};
    basis->has_day = date_from_iso(answers[1], &basis->as_of);
    basis->year = str_to_int(answers[3], &year) && year > 0 && year <= 9999 ? (int)year : 0;
    return true;
}

/* ---- shares ---------------------------------------------------------------------------------- */

/* The share of a run: K of N; false for all of it. */
static bool read_share(const struct earlier_run *run, int64_t *shard, int64_t *n_shards) {
    struct str rest = run->manifest.share, part;
    return rest.len && str_split(&rest, STR("/"), &part) && str_to_int(part, shard) &&
           str_to_int(rest, n_shards) && *shard >= 1 && *n_shards >= *shard;
}

/* They are shares of one run, or the same OUT twice. */
static bool is_same_run(const struct earlier_run *a, const struct earlier_run *b) {
    int64_t shard, of_a = 0, of_b = 0;
    read_share(a, &shard, &of_a);
    read_share(b, &shard, &of_b);
    return a->has_manifest && b->has_manifest && of_a == of_b &&
           str_equal(a->manifest.inputs, b->manifest.inputs);
}

/* Which parts belong together. */
static void group(const struct earlier_runs *runs, struct ledger_part *parts) {
    size_t n_groups = 0;
    for (size_t i = 0; i < runs->n_runs; i++) {
        size_t k = 0;
        while (k < i && !is_same_run(&runs->runs[i], &runs->runs[k])) {
            k++;
        }
        parts[i].run = k < i ? parts[k].run : n_groups++;
        for (k = 0; k < i; k++) {
            parts[i].is_copy |=
                parts[k].run == parts[i].run &&
                str_equal(runs->runs[k].manifest.share, runs->runs[i].manifest.share);
        }
    }
}

/* Names the shares that are not there of the run that OUT number `first` is the first of. */
static void report_missing(const struct earlier_runs *runs, const struct ledger_part *parts,
                           size_t first, struct diag *reported) {
    enum { MOST_NAMED = 20 };
    int64_t shard, n_shards;
    if (!read_share(&runs->runs[first], &shard, &n_shards)) {
        return;
    }
    struct buf missing = {.arena = runs->arena};
    size_t n_named = 0;
    for (int64_t k = 1; k <= n_shards && n_named < MOST_NAMED; k++) {
        bool is_there = false;
        for (size_t i = first; !is_there && i < runs->n_runs; i++) {
            int64_t other;
            is_there = parts[i].run == parts[first].run &&
                       read_share(&runs->runs[i], &shard, &other) && shard == k;
        }
        if (!is_there) {
            buf_format(&missing, "%s%lld", n_named++ ? ", " : "", (long long)k);
        }
    }
    if (n_named) {
        diag_report(reported, &(struct diag_note){
                                  .id = DIAG_REPORT_SHARE_MISSING,
                                  .args = {buf_str(&missing), runs->runs[first].name,
                                           str_format(runs->arena, "%lld", (long long)n_shards)}});
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

/* What the manifest says the file hashes to; empty if it does not list it. */
static struct str listed_hash(const struct earlier_run *run, struct str path) {
    for (size_t i = 0; i < run->manifest.n_files; i++) {
        if (str_equal(run->manifest.files[i].path, path)) {
            return run->manifest.files[i].sha256;
        }
    }
    return (struct str){0};
}

static void note_table(struct earlier_runs *runs, const struct earlier_run *run,
                       const struct source *source, struct str path, struct str sha256,
                       struct diag *reported) {
    struct file_facts facts = {.name = source->file,
                               .path = folder_join(run->folder, runs->arena, path),
                               .sha256 = sha256};
    ARENA_PUSH(runs->arena, runs->tables, runs->n_tables, runs->capacity, facts);
    if (run->has_manifest && !str_equal(listed_hash(run, path), sha256)) {
        diag_report(reported, &(struct diag_note){.id = DIAG_REPORT_EDITED,
                                                  .origin = {.source = source},
                                                  .args = {source->file}});
    }
}

static void put_piece(void *context, struct str piece) {
    ledger_reader_put(context, piece);
}

/* Reads a table if it is there. */
static bool read_table(struct earlier_runs *runs, const struct earlier_run *run,
                       struct ledger *ledger, enum ledger_table table,
                       const struct batch_request *request, struct diag *reported) {
    struct arena *arena = runs->arena;
    struct str path = earlier_table_path(arena, table), sha256;
    /* what changed since another run into the same OUT is of that OUT alone */
    bool is_asked = table != LEDGER_CHANGES || !run->has_manifest || run->manifest.previous.len;
    if (!is_asked || !folder_has(run->folder, path)) {
        return true;
    }
    struct source *source = ARENA_NEW(arena, struct source);
    source->file = str_format(arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(run->name), STR_ARG(path));
    struct ledger_reader *reader = ledger_reader_open(ledger, table, source, request->trouble);
    bool is_read = folder_hash(run->folder, arena, path, &sha256) &&
                   folder_read_pieces(run->folder, path, EARLIER_LARGEST_TABLE, put_piece, reader);
    bool is_good = ledger_reader_close(reader);
    if (is_read) {
        note_table(runs, run, source, path, sha256, reported);
    } else {
        diag_report(request->trouble, &(struct diag_note){.id = DIAG_FILE_READ,
                                                          .origin = {.source = source},
                                                          .args = {source->file}});
    }
    return is_read && is_good;
}

bool earlier_read(struct earlier_runs *runs, const struct batch_request *request,
                  struct ledger *ledger, struct diag *reported) {
    struct ledger_part *parts = ARENA_ARRAY(runs->arena, struct ledger_part, runs->n_runs);
    bool done = true;
    group(runs, parts);
    for (size_t i = 0; done && i < runs->n_runs; i++) {
        const struct earlier_run *run = &runs->runs[i];
        parts[i].ledger = ledger_open(runs->arena);
        parts[i].name = run->name;
        if (!run->has_manifest) {
            diag_report(reported,
                        &(struct diag_note){
                            .id = DIAG_REPORT_UNPROVED,
                            .args = {run->name, date_to_iso(runs->arena, request->as_of, DATE_DAY),
                                     request->edition}});
        }
        for (size_t k = 0; done && k < N_LEDGER_TABLES; k++) {
            done = read_table(runs, run, parts[i].ledger, (enum ledger_table)k, request, reported);
        }
    }
    for (size_t i = 0; done && i < runs->n_runs; i++) {
        ledger_drop_class_questions(parts[i].ledger);
        bool is_first = true;
        for (size_t k = 0; k < i; k++) {
            is_first &= parts[k].run != parts[i].run;
        }
        if (is_first) {
            report_missing(runs, parts, i, reported);
        }
    }
    struct diag *judged = diag_open(runs->arena);
    bool is_good = done && ledger_join(ledger, parts, runs->n_runs, judged);
    struct diag *to = is_good ? reported : request->trouble;
    diag_give(to, diag_take(judged, runs->arena), to);
    return is_good;
}
