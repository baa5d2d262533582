/* The same document through our own XML and through expat. */
#include "read/oracle.h"

#include "read/xml_inner.h"
#include "read/zip.h"

/* What a reader told of a document. */
struct account {
    struct buf buf;
    /* Characters stand at its end. */
    bool is_in_text;
};

static bool note_start(void *context, struct str name, const struct xml_attributes *attributes) {
    struct account *account = context;
    account->is_in_text = false;
    buf_format(&account->buf, "\n<%" STR_FMT, STR_ARG(name));
    for (size_t i = 0; i < attributes->n; i++) {
        const struct xml_attribute *attribute = &attributes->items[i];
        buf_format(&account->buf, " %" STR_FMT "=%zu:%" STR_FMT, STR_ARG(attribute->name),
                   attribute->value.len, STR_ARG(attribute->value));
    }
    return true;
}

static bool note_end(void *context, struct str name) {
    struct account *account = context;
    account->is_in_text = false;
    buf_format(&account->buf, "\n/%" STR_FMT, STR_ARG(name));
    return true;
}

static bool note_text(void *context, struct str text) {
    struct account *account = context;
    if (!account->is_in_text) {
        buf_add_c(&account->buf, "\n\"");
    }
    account->is_in_text = true;
    buf_add(&account->buf, text);
    return true;
}

static bool read_ours(struct arena *arena, const struct xml_calls *calls, struct str document,
                      size_t piece, struct str *fault) {
    struct xml *xml = xml_open(arena, calls);
    bool is_good = true;
    for (size_t at = 0; is_good && at < document.len; at += piece) {
        is_good = xml_feed(xml, str_slice(document, at, at + piece));
    }
    is_good = is_good && xml_finish(xml);
    *fault = xml_fault(xml);
    return is_good;
}

/* Both say the same, be it of another line: expat counts each CR, and knows places within a tag. */
static bool are_faults_same(struct str a, struct str b) {
    size_t i = 0, k = 0;
    while (i < a.len || k < b.len) {
        if (i < a.len && a.data[i] >= '0' && a.data[i] <= '9') {
            i++;
        } else if (k < b.len && b.data[k] >= '0' && b.data[k] <= '9') {
            k++;
        } else if (i == a.len || k == b.len || a.data[i++] != b.data[k++]) {
            return false;
        }
    }
    return true;
}

static bool is_name_byte(char c) {
    return xml_classes[(uint8_t)c] & XML_IN_NAME;
}

/* Some name holds a letter beyond ASCII: of a tag, or of an attribute in one. */
static bool has_wide_name(struct str text) {
    bool is_in_tag = false;
    for (size_t start = 0; start < text.len;) {
        size_t end = start;
        bool is_wide_run = false;
        while (end < text.len && is_name_byte(text.data[end])) {
            is_wide_run |= (uint8_t)text.data[end++] >= 0x80;
        }
        size_t next = end;
        while (next < text.len && text.data[next] <= ' ' && text.data[next] > 0) {
            next++;
        }
        size_t mark = start;
        mark -= mark && (text.data[mark - 1] == '/' || text.data[mark - 1] == '?');
        bool is_of_tag = mark && text.data[mark - 1] == '<';
        bool is_of_attribute = is_in_tag && next < text.len && text.data[next] == '=';
        if (is_wide_run && (is_of_tag || is_of_attribute)) {
            return true;
        }
        if (end < text.len && (text.data[end] == '<' || text.data[end] == '>')) {
            is_in_tag = text.data[end] == '<';
        }
        start = end + 1;
    }
    return false;
}

/* Which letters beyond ASCII may stand in names is said by the fifth edition of XML 1.0 here, and
 * by the fourth in expat, which has fewer: where it refuses a document with such a name, all that
 * it told before must have been told by ours. */
static bool is_excused(struct str document, bool is_theirs, struct str ours, struct str theirs) {
    return !is_theirs && has_wide_name(document) && str_starts(ours, theirs);
}

/* Both refuse a document at one place, and one of them told more of the text before it: ours tells
 * the first of three brackets that no CDATA begins, expat none; expat tells a bracket at the end of
 * a document that ours keeps for what may follow. */
static bool is_more_text(struct str more, struct str less) {
    struct str rest = str_slice(more, less.len, more.len);
    return str_starts(more, less) && !str_contains(rest, STR("\n<")) &&
           !str_contains(rest, STR("\n/"));
}

struct str oracle_difference(struct arena *arena, struct str document, size_t piece) {
    struct account ours = {.buf.arena = arena}, theirs = {.buf.arena = arena};
    const struct xml_calls our_calls = {&ours, note_start, note_end, note_text};
    const struct xml_calls their_calls = {&theirs, note_start, note_end, note_text};
    struct str our_fault, their_fault;
    bool is_ours = read_ours(arena, &our_calls, document, piece, &our_fault);
    bool is_theirs = oracle_read(arena, &their_calls, document, &their_fault);
    /* ours names a DOCTYPE where it begins, expat where it has its name: both refuse it */
    bool is_doctype = str_contains(our_fault, STR("DOCTYPE")) && !is_theirs;
    bool is_same = is_ours == is_theirs &&
                   (is_doctype || are_faults_same(our_fault, their_fault)) &&
                   str_equal(buf_str(&ours.buf), buf_str(&theirs.buf));
    bool is_refused_alike = !is_ours && !is_theirs && are_faults_same(our_fault, their_fault) &&
                            (is_more_text(buf_str(&ours.buf), buf_str(&theirs.buf)) ||
                             is_more_text(buf_str(&theirs.buf), buf_str(&ours.buf)));
    if (is_same || is_refused_alike ||
        is_excused(document, is_theirs, buf_str(&ours.buf), buf_str(&theirs.buf))) {
        return STR("");
    }
    return str_format(arena,
                      "ours %d %" STR_FMT ", expat %d %" STR_FMT "\nours:%" STR_FMT
                      "\nexpat:%" STR_FMT "\n",
                      is_ours, STR_ARG(our_fault), is_theirs, STR_ARG(their_fault),
                      STR_ARG(buf_str(&ours.buf)), STR_ARG(buf_str(&theirs.buf)));
}

struct str oracle_package_difference(struct arena *arena, struct str bytes) {
    static const struct source source = {STR_INIT("oracle"), {"", 0}};
    struct diag *diag = diag_open(arena);
    struct unzip *unzip = unzip_open(arena, bytes, &source, diag);
    for (size_t i = 0; unzip && i < unzip_n_parts(unzip); i++) {
        struct buf part = {.arena = arena};
        struct str piece = {0};
        bool is_read = unzip_begin(unzip, i, diag);
        while (is_read && (is_read = unzip_next(unzip, diag, &piece)) && piece.len) {
            buf_add(&part, piece);
        }
        struct str difference = oracle_difference(arena, buf_str(&part), 5000);
        if (is_read && difference.len) {
            return str_concat(arena, unzip_name(unzip, i), difference);
        }
    }
    return STR("");
}
