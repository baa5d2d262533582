/* From the words of the command line to the files that are read. */
#include "batch/inbox.h"

#include <stdlib.h>

#include "batch/engine.h"

/* Files named beside the inboxes. */
enum { N_OTHERS = 3 };

/* An inbox: a folder, or a file by itself. */
struct inbox {
    /* The folder without links: the inbox itself, or the one its file is in. */
    struct str folder;
    struct file_entry *entries;
    size_t n_entries;
    /* A file by itself. */
    bool is_file;
};

/* A file found, with its path from the root on. */
struct found {
    struct str real;
    struct file_entry entry;
};

struct listing {
    struct found *items;
    size_t n_items, capacity;
};

static int compare_reals(const void *left, const void *right) {
    const struct found *a = left, *b = right;
    return str_compare(a->real, b->real);
}

static int compare_names(const void *left, const void *right) {
    const struct file_entry *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* `path` is the folder itself or lies in it. */
static bool is_within(struct str path, struct str folder) {
    return str_starts(path, folder) &&
           (path.len == folder.len || str_ends(folder, STR("/")) || path.data[folder.len] == '/');
}

/* The path of the folder above; the root has none but itself. */
static struct str parent_of(struct str path) {
    size_t cut = path.len - file_last_part(path).len;
    return str_slice(path, 0, cut > 1 ? cut - 1 : cut);
}

static bool open_inbox(const struct batch_request *request, struct str word, struct diag *reported,
                       struct inbox *inbox) {
    struct diag *found = diag_open(request->arena);
    bool is_open = file_walk(request->arena, word, found, &inbox->entries, &inbox->n_entries);
    struct diag *to = is_open ? reported : request->trouble;
    diag_give(to, diag_take(found, request->arena), to);
    if (!is_open) {
        return false;
    }
    inbox->is_file = inbox->n_entries == 1 && str_equal(inbox->entries[0].path, word);
    struct str folder = word;
    if (inbox->is_file) {
        folder = str_slice(word, 0, word.len - file_last_part(word).len);
        folder = folder.len ? folder : STR(".");
    }
    return file_real(request->arena, folder, &inbox->folder) ||
           file_exists(word, NULL, request->trouble);
}

/* Opens every inbox and finds the folder that holds all of them. */
static bool open_inboxes(const struct batch_request *request, struct str output,
                         struct diag *reported, struct inbox *inboxes, struct str *common) {
    for (size_t i = 0; i < request->n_inboxes; i++) {
        struct inbox *inbox = &inboxes[i];
        if (!open_inbox(request, request->inboxes[i], reported, inbox)) {
            return false;
        }
        if (!inbox->is_file && output.len && is_within(inbox->folder, output)) {
            const struct str words[] = {request->inboxes[i], request->output};
            engine_tell(request, BATCH_INPUT_IN_OUTPUT, words, 2);
            return false;
        }
        *common = i ? *common : inbox->folder;
        while (!is_within(inbox->folder, *common)) {
            *common = parent_of(*common);
        }
    }
    return true;
}

/* What systems and office programs leave beside tables, and texts for the reader: no tables. */
static bool is_left_over(struct str path) {
    static const struct str names[] = {STR_INIT("desktop.ini"), STR_INIT("thumbs.db"),
                                       STR_INIT("ehthumbs.db"), STR_INIT("readme"),
                                       STR_INIT("readme.txt"),  STR_INIT("readme.md")};
    static const struct str ends[] = {STR_INIT(".tmp"), STR_INIT(".lnk"), STR_INIT(".bak"),
                                      STR_INIT(".lock")};
    char name[64];
    struct str last = file_last_part(path);
    if (last.len >= sizeof name) {
        last = str_slice(last, last.len - sizeof name + 1, last.len);
    }
    for (size_t i = 0; i < last.len; i++) {
        char c = last.data[i];
        name[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    last = (struct str){name, last.len};
    bool is_one = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        is_one |= str_equal(last, names[i]);
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        is_one |= str_ends(last, ends[i]);
    }
    return is_one;
}

/* The files of an inbox but those of the output and those that are nobody's papers: roster,
 * history and what was accepted. */
static void add_files(struct arena *arena, const struct inbox *inbox, struct str word,
                      struct str output, const struct str others[N_OTHERS],
                      struct listing *listing) {
    for (size_t i = 0; i < inbox->n_entries; i++) {
        struct found found = {.entry = inbox->entries[i]};
        struct str path = found.entry.path;
        struct str below =
            inbox->is_file ? file_last_part(path) : str_slice(path, word.len, path.len);
        while (str_starts(below, STR("/"))) {
            below = str_slice(below, 1, below.len);
        }
        const char *slash = str_ends(inbox->folder, STR("/")) ? "" : "/";
        found.real = str_format(arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(inbox->folder), slash,
                                STR_ARG(below));
        bool is_input = inbox->is_file || !output.len || !is_within(found.real, output);
        for (size_t k = 0; k < N_OTHERS; k++) {
            is_input &= !str_equal(found.real, others[k]);
        }
        if (is_input) {
            ARENA_PUSH(arena, listing->items, listing->n_items, listing->capacity, found);
        }
    }
}

/* Takes out what is no table, and says so in one line. */
static void skip_left_overs(struct arena *arena, struct diag *reported, struct file_entry *entries,
                            size_t *n_entries) {
    enum { MOST_NAMED = 5 };
    struct str skipped[MOST_NAMED];
    size_t n_skipped = 0, n_kept = 0;
    for (size_t i = 0; i < *n_entries; i++) {
        if (!is_left_over(entries[i].path)) {
            entries[n_kept++] = entries[i];
            continue;
        }
        if (n_skipped < MOST_NAMED) {
            skipped[n_skipped] = entries[i].name;
        }
        n_skipped++;
    }
    *n_entries = n_kept;
    if (n_skipped > 0) {
        size_t n_named = n_skipped < MOST_NAMED ? n_skipped : MOST_NAMED;
        struct diag_note note = {.id = DIAG_FILES_SKIPPED,
                                 .args = {str_format(arena, "%zu", n_skipped),
                                          str_join(arena, skipped, n_named, STR(", "))}};
        diag_report(reported, &note);
    }
}

/* Each file once, under its name below the common folder. */
static void name_files(struct arena *arena, struct listing *listing, struct str common,
                       struct file_entry **entries, size_t *n_entries) {
    size_t cut = common.len + !str_ends(common, STR("/"));
    struct file_entry *list = ARENA_ARRAY(arena, struct file_entry, listing->n_items);
    size_t n = 0;
    if (listing->n_items) {
        qsort(listing->items, listing->n_items, sizeof *listing->items, compare_reals);
    }
    for (size_t i = 0; i < listing->n_items; i++) {
        const struct found *found = &listing->items[i];
        if (i == 0 || !str_equal(found->real, found[-1].real)) {
            list[n] = found->entry;
            list[n++].name = file_printable(arena, str_slice(found->real, cut, found->real.len));
        }
    }
    if (n) {
        qsort(list, n, sizeof *list, compare_names);
    }
    *entries = list;
    *n_entries = n;
}

bool inbox_list(const struct batch_request *request, struct diag *reported,
                struct file_entry **entries, size_t *n_entries) {
    struct inbox *inboxes = ARENA_ARRAY(request->arena, struct inbox, request->n_inboxes);
    const struct str named[N_OTHERS] = {request->roster, request->history, request->accepted};
    struct str output = {0}, others[N_OTHERS] = {{0}}, common = {0};
    if (request->output.len) {
        file_real(request->arena, request->output, &output);
    }
    for (size_t i = 0; i < N_OTHERS; i++) {
        if (named[i].len) {
            file_real(request->arena, named[i], &others[i]);
        }
    }
    if (!open_inboxes(request, output, reported, inboxes, &common)) {
        return false;
    }
    struct listing listing = {0};
    for (size_t i = 0; i < request->n_inboxes; i++) {
        add_files(request->arena, &inboxes[i], request->inboxes[i], output, others, &listing);
    }
    name_files(request->arena, &listing, common, entries, n_entries);
    skip_left_overs(request->arena, reported, *entries, n_entries);
    return true;
}
