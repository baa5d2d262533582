/* What makes a PDF fit for archives (ISO 19005-1:2005, level B). */
#include "write/pdf/archive.h"

/* For measurements: what the same files cost without. */
#ifdef WRITE_UNARCHIVED
#define IS_ASKED false
#else
#define IS_ASKED true
#endif

bool archive_is_asked(void) {
    return IS_ASKED;
}

/* ---- metadata --------------------------------------------------------------------------------
 */

/* Appends a text to XML; what XML cannot hold is left out. */
static void add_escaped(struct buf *out, struct str text) {
    for (size_t offset = 0; offset < text.len;) {
        uint32_t point = utf8_next(text, &offset);
        if (point == '&') {
            buf_add_c(out, "&amp;");
        } else if (point == '<') {
            buf_add_c(out, "&lt;");
        } else if (point == '>') {
            buf_add_c(out, "&gt;");
        } else if (point >= 0x20 && point != 0xFFFE && point != 0xFFFF) {
            buf_add_code_point(out, point);
        } else if (point == '\n' || point == '\t') {
            buf_add_byte(out, ' ');
        }
    }
}

/* Appends a property that holds a list; nothing for an empty text. */
static void add_list(struct buf *out, const char *name, const char *list, const char *attribute,
                     struct str text) {
    if (text.len == 0) {
        return;
    }
    buf_format(out, "<dc:%s><rdf:%s><rdf:li%s>", name, list, attribute);
    add_escaped(out, text);
    buf_format(out, "</rdf:li></rdf:%s></dc:%s>\n", list, name);
}

void archive_add_metadata(struct buf *out, const struct document *document) {
    static const char by_language[] = " xml:lang=\"x-default\"";
    buf_add_c(out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                   "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                   "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                   "<rdf:Description rdf:about=\"\""
                   " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                   " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                   " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                   " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
                   "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
                   "<xmp:CreatorTool>dengbao</xmp:CreatorTool>"
                   "<pdf:Producer>dengbao</pdf:Producer>\n");
    add_list(out, "title", "Alt", by_language, document->title);
    add_list(out, "creator", "Seq", "", document->author);
    add_list(out, "description", "Alt", by_language, document->subject);
    struct date date = document->date;
    if (date_valid(date)) {
        for (int i = 0; i < 2; i++) {
            const char *name = i == 0 ? "Create" : "Modify";
            buf_format(out, "<xmp:%sDate>%04d-%02d-%02dT00:00:00+08:00</xmp:%sDate>\n", name,
                       date.year, date.month, date.day, name);
        }
    }
    buf_add_c(out, "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

/* ---- colours ---------------------------------------------------------------------------------
 */

/* Points of the curve by which sRGB values are made light (IEC 61966-2-1), evenly from 0 to 1. */
static const uint16_t curve[] = {
    0,     159,   338,   595,   940,   1381,  1923,  2572,  3334,  4214,  5215,
    6344,  7603,  8997,  10530, 12206, 14027, 15998, 18122, 20401, 22840, 25440,
    28206, 31139, 34243, 37521, 40975, 44607, 48420, 52417, 56601, 60972, 65535,
};
#define N_CURVE (sizeof curve / sizeof curve[0])

/* A tag of a profile: its signature, and where it stands. */
struct profile_tag {
    const char *signature;
    uint32_t offset, size;
};

/* White and the three colours, adapted to D50, in units of 1/65536. */
static const uint32_t points[4][3] = {
    {0xF6D6, 0x10000, 0xD32D},
    {0x6FA2, 0x38F5, 0x0390},
    {0x6299, 0xB785, 0x18DA},
    {0x24A0, 0x0F84, 0xB6CF},
};

/* Head, count of tags, entries of nine tags. */
#define PROFILE_HEAD 128
#define N_TAGS       9
#define TABLE_END    (PROFILE_HEAD + 4 + 12 * N_TAGS)
/* Sizes of the parts behind, each a multiple of four. */
#define NAME_SIZE    108
#define LICENCE_SIZE 12
#define POINT_SIZE   20
#define CURVE_SIZE   ((12 + 2 * (uint32_t)N_CURVE + 3) / 4 * 4)
#define POINTS_AT    (TABLE_END + NAME_SIZE + LICENCE_SIZE)
#define CURVE_AT     (POINTS_AT + 4 * POINT_SIZE)

static void add_big(struct buf *out, uint32_t number, int n_bytes) {
    for (int shift = 8 * (n_bytes - 1); shift >= 0; shift -= 8) {
        buf_add_byte(out, (unsigned char)(number >> shift & 0xFF));
    }
}

static void pad_to(struct buf *out, size_t len) {
    while (out->len < len) {
        buf_add_byte(out, 0);
    }
}

static void add_profile_head(struct buf *out, size_t start) {
    add_big(out, CURVE_AT + CURVE_SIZE, 4);
    add_big(out, 0, 4);
    add_big(out, 0x02100000, 4);
    buf_add_c(out, "mntrRGB XYZ ");
    static const uint16_t day[] = {2012, 1, 1, 0, 0, 0};
    for (int i = 0; i < 6; i++) {
        add_big(out, day[i], 2);
    }
    buf_add_c(out, "acsp");
    pad_to(out, start + 68);
    for (int i = 0; i < 3; i++) {
        add_big(out, points[0][i], 4);
    }
    pad_to(out, start + PROFILE_HEAD);
}

void archive_add_profile(struct buf *out) {
    static const char name[] = "sRGB IEC61966-2.1";
    static const struct profile_tag tags[N_TAGS] = {
        {"desc", TABLE_END, NAME_SIZE},
        {"cprt", TABLE_END + NAME_SIZE, LICENCE_SIZE},
        {"wtpt", POINTS_AT, POINT_SIZE},
        {"rXYZ", POINTS_AT + POINT_SIZE, POINT_SIZE},
        {"gXYZ", POINTS_AT + 2 * POINT_SIZE, POINT_SIZE},
        {"bXYZ", POINTS_AT + 3 * POINT_SIZE, POINT_SIZE},
        {"rTRC", CURVE_AT, CURVE_SIZE},
        {"gTRC", CURVE_AT, CURVE_SIZE},
        {"bTRC", CURVE_AT, CURVE_SIZE},
    };
    size_t start = out->len;
    add_profile_head(out, start);
    add_big(out, N_TAGS, 4);
    for (int i = 0; i < N_TAGS; i++) {
        buf_add_c(out, tags[i].signature);
        add_big(out, tags[i].offset, 4);
        add_big(out, tags[i].size, 4);
    }
    buf_add_bytes(out, "desc\0\0\0", 8);
    add_big(out, sizeof name, 4);
    buf_add_bytes(out, name, sizeof name);
    pad_to(out, start + TABLE_END + NAME_SIZE);
    buf_add_bytes(out, "text\0\0\0\0CC0", LICENCE_SIZE);
    for (int i = 0; i < 4; i++) {
        buf_add_bytes(out, "XYZ \0\0\0", 8);
        for (int k = 0; k < 3; k++) {
            add_big(out, points[i][k], 4);
        }
    }
    buf_add_bytes(out, "curv\0\0\0", 8);
    add_big(out, (uint32_t)N_CURVE, 4);
    for (size_t i = 0; i < N_CURVE; i++) {
        add_big(out, curve[i], 2);
    }
    pad_to(out, start + CURVE_AT + CURVE_SIZE);
}

/* ---- glyphs ----------------------------------------------------------------------------------
 */

/* Longest run of RunLengthDecode (ISO 32000-1, 7.4.5), and its end. */
#define LONGEST_RUN 128
#define END_OF_DATA 128

/* A set being packed. */
struct packing {
    struct buf *out;
    /* Bytes to be stored as they are, and how many there are. */
    unsigned char stored[LONGEST_RUN];
    unsigned n_stored;
};

static void flush(struct packing *packing) {
    if (packing->n_stored) {
        buf_add_byte(packing->out, (unsigned char)(packing->n_stored - 1));
        buf_add_bytes(packing->out, packing->stored, packing->n_stored);
        packing->n_stored = 0;
    }
}

static void store(struct packing *packing, unsigned char byte) {
    packing->stored[packing->n_stored++] = byte;
    if (packing->n_stored == LONGEST_RUN) {
        flush(packing);
    }
}

static void skip_zeros(struct packing *packing, uint32_t n) {
    /* A single zero among others costs less than a run of its own. */
    if (n == 1) {
        store(packing, 0);
        return;
    }
    if (n > 1) {
        flush(packing);
    }
    for (; n > 1; n -= n < LONGEST_RUN ? n : LONGEST_RUN) {
        buf_add_byte(packing->out, (unsigned char)(257 - (n < LONGEST_RUN ? n : LONGEST_RUN)));
        buf_add_byte(packing->out, 0);
    }
    if (n == 1) {
        store(packing, 0);
    }
}

void archive_add_cid_set(struct buf *out, const struct kit_subset *subset) {
    struct packing packing = {.out = out};
    uint32_t place = 0;
    unsigned char byte = 0;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        uint32_t code = subset->glyphs[i]->code;
        if (code / 8 != place) {
            store(&packing, byte);
            skip_zeros(&packing, code / 8 - place - 1);
            place = code / 8;
            byte = 0;
        }
        byte |= (unsigned char)(0x80 >> code % 8);
    }
    store(&packing, byte);
    flush(&packing);
    buf_add_byte(out, END_OF_DATA);
}
