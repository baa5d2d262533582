/* Which delimiter a CSV text was written with, judged by how steady its count is. */
#include <string.h>

#include "base/csv.h"

/* Records looked at. */
#define MAX_RECORDS 50
/* Bytes looked at for the end of a quoted field. */
#define MAX_QUOTED (64 * 1024)
/* Bytes looked at in all. */
#define MAX_BYTES (4 * 1024 * 1024)

/* In order of preference. */
static const char candidates[] = {',', '\t', ';', '|'};
#define N_CANDIDATES (sizeof candidates)

/* How often each candidate stands in each record. */
struct counts {
    size_t n[MAX_RECORDS][N_CANDIDATES];
    /* Records that are not blank. */
    size_t n_records;
};

static size_t candidate_index(char byte) {
    size_t i = 0;
    while (i < N_CANDIDATES && candidates[i] != byte) {
        i++;
    }
    return i;
}

static bool ends_field(struct str text, size_t offset) {
    while (offset < text.len && text.data[offset] == ' ') {
        offset++;
    }
    return offset >= text.len || text.data[offset] == '\n' || text.data[offset] == '\r' ||
           candidate_index(text.data[offset]) < N_CANDIDATES;
}

/* Offset behind the quoted field that opens at `open`; behind the quote alone if it does not close
 * properly. */
static size_t skip_quoted(struct str text, size_t open) {
    size_t end = text.len - open > MAX_QUOTED ? open + MAX_QUOTED : text.len;
    for (size_t at = open + 1; at < end; at++) {
        if (text.data[at] != '"') {
            continue;
        }
        if (at + 1 < text.len && text.data[at + 1] == '"') {
            at++;
        } else {
            return ends_field(text, at + 1) ? at + 1 : open + 1;
        }
    }
    return open + 1;
}

static void count(struct str text, struct counts *counts) {
    bool is_field_start = true;
    bool is_blank = true;
    for (size_t at = 0; at < text.len && counts->n_records < MAX_RECORDS;) {
        char byte = text.data[at];
        size_t candidate = candidate_index(byte);
        if (byte == '\n' || byte == '\r') {
            counts->n_records += is_blank ? 0 : 1;
            is_blank = true;
            is_field_start = true;
            at++;
        } else if (byte == '"' && is_field_start) {
            at = skip_quoted(text, at);
            is_field_start = false;
            is_blank = false;
        } else {
            if (candidate < N_CANDIDATES) {
                counts->n[counts->n_records][candidate]++;
            }
            is_field_start = candidate < N_CANDIDATES;
            is_blank = false;
            at++;
        }
    }
    if (!is_blank && counts->n_records < MAX_RECORDS) {
        counts->n_records++;
    }
}

/* Records that agree on the candidate's most frequent count above zero, and that count. */
static size_t agreement(const struct counts *counts, size_t candidate, size_t *frequent) {
    size_t best = 0;
    *frequent = 0;
    for (size_t i = 0; i < counts->n_records; i++) {
        size_t wanted = counts->n[i][candidate];
        size_t n_same = 0;
        for (size_t j = 0; wanted && j < counts->n_records; j++) {
            n_same += counts->n[j][candidate] == wanted ? 1 : 0;
        }
        if (n_same > best || (n_same == best && wanted > *frequent)) {
            best = n_same;
            *frequent = wanted;
        }
    }
    return best;
}

char csv_guess_delimiter(struct str text) {
    struct counts counts;
    memset(&counts, 0, sizeof counts);
    count(str_slice(text, 0, MAX_BYTES), &counts);
    size_t chosen = 0;
    size_t best = 0;
    size_t best_count = 0;
    for (size_t i = 0; i < N_CANDIDATES; i++) {
        size_t n_columns = 0;
        size_t n_records = agreement(&counts, i, &n_columns);
        if (n_records > best || (n_records == best && n_columns > best_count)) {
            chosen = i;
            best = n_records;
            best_count = n_columns;
        }
    }
    return candidates[chosen];
}
