/* The Mustache subset: compiled once into a tree of nodes, set as text pieces with their origins.
 */
#include "docs/prose.h"

#include <string.h>

/* Sections within sections. */
#define DEEPEST_SECTION 16
/* Pieces of one text: lists within lists multiply. */
#define MOST_STEPS 1000000
/* Bytes of a faulty tag that its message quotes. */
#define LONGEST_QUOTE 60

/* What a node is. */
enum node_kind { NODE_TEXT, NODE_BLANK, NODE_VALUE, NODE_SECTION, NODE_INVERTED };

/* A piece of a template; sections hold the nodes between their tags. */
struct node {
    enum node_kind kind;
    /* Literal text, the underscores of a blank, or the name. */
    struct str text;
    /* How a value is said. */
    enum filter filter;
    struct node *children;
    size_t n_children, capacity;
};

struct prose {
    struct node root;
    struct origin origin;
};

/* A template while it is read. */
struct reader {
    struct arena *arena;
    struct str source;
    size_t at;
    struct origin origin;
    struct diag *diag;
};

static bool complain(struct diag *diag, struct origin origin, struct str tag) {
    diag_report(diag, &(struct diag_note){.id = DIAG_PROSE_TAG, .origin = origin, .args = {tag}});
    return false;
}

static void add_node(struct reader *reader, struct node *parent, struct node node) {
    if (node.kind != NODE_TEXT || node.text.len) {
        ARENA_PUSH(reader->arena, parent->children, parent->n_children, parent->capacity, node);
    }
}

/* Literal text: runs of underscores in it are blanks. */
static void add_literal(struct reader *reader, struct node *parent, struct str text) {
    size_t start = 0, open;
    while ((open = str_find(text, STR("__"), start)) != SIZE_MAX) {
        size_t close = open;
        while (close < text.len && text.data[close] == '_') {
            close++;
        }
        add_node(reader, parent, (struct node){NODE_TEXT, .text = str_slice(text, start, open)});
        add_node(reader, parent, (struct node){NODE_BLANK, .text = str_slice(text, open, close)});
        start = close;
    }
    add_node(reader, parent, (struct node){NODE_TEXT, .text = str_slice(text, start, text.len)});
}

/* A tag as it stands in the source. */
struct tag {
    /* '#', '^', '/' or 0 for a substitution. */
    char mark;
    struct str name;
    /* Of a substitution. */
    enum filter filter;
    /* Start, and the place behind it; widened to the whole line for a section tag alone on it. */
    size_t start, end;
};

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

/* A section tag alone on its line takes the line with it, as Mustache has it. */
static void widen_standalone(const struct reader *reader, struct tag *tag) {
    struct str source = reader->source;
    size_t start = tag->start, end = tag->end;
    while (start > reader->at && is_blank(source.data[start - 1])) {
        start--;
    }
    while (end < source.len && is_blank(source.data[end])) {
        end++;
    }
    end += end < source.len && source.data[end] == '\r';
    bool starts_line = start == 0 || source.data[start - 1] == '\n';
    bool ends_line = end == source.len || source.data[end] == '\n';
    if (starts_line && ends_line && (start || end < source.len)) {
        tag->start = start;
        tag->end = end < source.len ? end + 1 : end;
    }
}

static bool complain_of_name(struct diag *diag, struct origin origin, struct str name,
                             struct str nearest) {
    diag_report(diag, &(struct diag_note){
                          .id = DIAG_PROSE_NAME, .origin = origin, .args = {name, nearest}});
    return false;
}

/* Takes the filter off a substitution's name; sections have none. */
static bool take_filter(const struct reader *reader, struct tag *tag) {
    size_t bar = str_find(tag->name, STR("|"), 0);
    struct str nearest;
    if (bar == SIZE_MAX) {
        return true;
    }
    if (tag->mark) {
        return complain(reader->diag, reader->origin, tag->name);
    }
    struct str name = str_trim(str_slice(tag->name, bar + 1, tag->name.len));
    tag->name = str_trim(str_slice(tag->name, 0, bar));
    return filter_find(reader->arena, name, &tag->filter, &nearest) ||
           complain_of_name(reader->diag, reader->origin, name, nearest);
}

/* Finds the next tag from reader->at; false when there is none. `*is_bad` when it is malformed. */
static bool next_tag(struct reader *reader, struct tag *tag, bool *is_bad) {
    size_t open = str_find(reader->source, STR("{{"), reader->at);
    *is_bad = false;
    if (open == SIZE_MAX) {
        return false;
    }
    size_t close = str_find(reader->source, STR("}}"), open);
    struct str inside = str_trim(str_slice(reader->source, open + 2, close));
    *tag = (struct tag){.start = open, .end = close + 2};
    if (inside.len && strchr("#^/", inside.data[0])) {
        tag->mark = inside.data[0];
        inside = str_trim(str_slice(inside, 1, inside.len));
    }
    tag->name = inside;
    if (!take_filter(reader, tag)) {
        *is_bad = true;
        return false;
    }
    inside = tag->name;
    *is_bad = close == SIZE_MAX || !inside.len || strchr("!&{>=", inside.data[0]);
    if (*is_bad) {
        struct str quote = str_cut(str_slice(reader->source, open, close), LONGEST_QUOTE);
        return complain(reader->diag, reader->origin, quote);
    }
    if (tag->mark) {
        widen_standalone(reader, tag);
    }
    return true;
}

/* Reads nodes up to the tag that closes `parent`; the root (depth 0) ends with the source. */
static bool read_nodes(struct reader *reader, struct node *parent, int depth) {
    struct tag tag;
    bool is_bad;
    while (next_tag(reader, &tag, &is_bad)) {
        add_literal(reader, parent, str_slice(reader->source, reader->at, tag.start));
        reader->at = tag.end;
        if (tag.mark == '/') {
            return (depth && str_equal(tag.name, parent->text)) ||
                   complain(reader->diag, reader->origin, tag.name);
        }
        struct node node = {.kind = NODE_VALUE, .text = tag.name, .filter = tag.filter};
        if (tag.mark) {
            node.kind = tag.mark == '#' ? NODE_SECTION : NODE_INVERTED;
            if (depth == DEEPEST_SECTION) {
                return complain(reader->diag, reader->origin, tag.name);
            }
            if (!read_nodes(reader, &node, depth + 1)) {
                return false;
            }
        }
        add_node(reader, parent, node);
    }
    if (is_bad) {
        return false;
    }
    add_literal(reader, parent, str_slice(reader->source, reader->at, reader->source.len));
    reader->at = reader->source.len;
    return !depth || complain(reader->diag, reader->origin, parent->text);
}

const struct prose *prose_compile(struct arena *arena, struct str source, struct origin origin,
                                  struct diag *diag) {
    struct prose *prose = ARENA_NEW(arena, struct prose);
    struct reader reader = {arena, source, 0, origin, diag};
    prose->origin = origin;
    return read_nodes(&reader, &prose->root, 0) ? prose : NULL;
}

/* ---- names ----------------------------------------------------------------------------------- */

bool prose_find(const struct prose_scope *scope, struct str name, struct prose_value *value) {
    for (; scope; scope = scope->parent) {
        *value = (struct prose_value){0};
        if (scope->value(scope->context, name, value)) {
            return true;
        }
    }
    return false;
}

bool prose_unknown(const struct prose_scope *scope, struct origin origin, struct str name,
                   struct diag *diag) {
    struct str nearest = {0};
    while (scope && !scope->nearest) {
        scope = scope->parent;
    }
    if (scope) {
        nearest = scope->nearest(scope->context, diag_scratch(diag), name);
    }
    return complain_of_name(diag, origin, name, nearest);
}

bool prose_is_set(const struct prose_value *value) {
    return value->is_list ? value->n_items > 0 : value->text.text.len > 0;
}

static bool check_nodes(const struct prose *prose, const struct node *parent,
                        const struct prose_scope *scope, struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < parent->n_children; i++) {
        const struct node *node = &parent->children[i];
        struct prose_value value;
        if (node->kind == NODE_TEXT || node->kind == NODE_BLANK) {
            continue;
        }
        if (!prose_find(scope, node->text, &value)) {
            is_good = prose_unknown(scope, prose->origin, node->text, diag);
            continue;
        }
        if (node->kind == NODE_VALUE && value.is_list) {
            is_good = complain(diag, prose->origin, node->text);
        }
        struct prose_scope inner = *scope;
        if (node->kind == NODE_SECTION && value.is_list && value.n_items) {
            inner = value.items[0];
            inner.parent = scope;
        }
        is_good = check_nodes(prose, node, &inner, diag) && is_good;
    }
    return is_good;
}

bool prose_check(const struct prose *prose, const struct prose_scope *scope, struct diag *diag) {
    return check_nodes(prose, &prose->root, scope, diag);
}

/* ---- setting --------------------------------------------------------------------------------- */

/* What setting needs at every depth. */
struct setter {
    struct arena *arena;
    const struct prose *prose;
    struct prose_text *text;
    struct diag *diag;
    size_t n_steps;
};

static void add_piece(struct setter *setter, struct text piece) {
    if (piece.text.len || piece.blank) {
        ARENA_PUSH(setter->arena, setter->text->pieces, setter->text->n_pieces,
                   setter->text->capacity, piece);
    }
}

static bool set_nodes(struct setter *setter, const struct node *parent,
                      const struct prose_scope *scope);

static bool set_section(struct setter *setter, const struct node *node,
                        const struct prose_value *value, const struct prose_scope *scope) {
    if (!value->is_list) {
        return set_nodes(setter, node, scope);
    }
    for (size_t i = 0; i < value->n_items; i++) {
        struct prose_scope inner = value->items[i];
        inner.parent = scope;
        if (!set_nodes(setter, node, &inner)) {
            return false;
        }
    }
    return true;
}

/* Literal text without its 。 at the start where what stands before it has a stop of its own:
 * values are handed in with one or without. */
static struct str drop_stop(const struct prose_text *before, struct str text) {
    static const char *const stops[] = {"\xE3\x80\x82", "\xEF\xBC\x81", "\xEF\xBC\x9F",
                                        "\xEF\xBC\x9B"}; /* 。！？； */
    if (!before->n_pieces || !str_starts(text, str_from_c(stops[0]))) {
        return text;
    }
    struct str last = before->pieces[before->n_pieces - 1].text;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        if (str_ends(last, str_from_c(stops[i]))) {
            return str_slice(text, strlen(stops[0]), text.len);
        }
    }
    return text;
}

/* A value's text as its filter says it. */
static struct str say(const struct setter *setter, const struct node *node,
                      const struct prose_scope *scope, struct str text) {
    while (node->filter != FILTER_NONE && scope && !scope->words) {
        scope = scope->parent;
    }
    bool is_plain = node->filter == FILTER_NONE || !scope || !text.len;
    return is_plain ? text : filter_say(setter->arena, scope->words, node->filter, text);
}

static bool set_node(struct setter *setter, const struct node *node,
                     const struct prose_scope *scope) {
    struct prose_value value;
    if (setter->n_steps++ >= MOST_STEPS) {
        return complain(setter->diag, setter->prose->origin, str_cut(node->text, LONGEST_QUOTE));
    }
    if (node->kind == NODE_TEXT) {
        add_piece(setter, (struct text){.text = drop_stop(setter->text, node->text)});
        return true;
    }
    if (node->kind == NODE_BLANK) {
        add_piece(setter, (struct text){.blank = (unsigned)((node->text.len + 1) / 2)});
        return true;
    }
    if (!prose_find(scope, node->text, &value)) {
        return prose_unknown(scope, setter->prose->origin, node->text, setter->diag);
    }
    if (node->kind == NODE_VALUE) {
        value.text.text = say(setter, node, scope, value.text.text);
        add_piece(setter, value.text);
        return true;
    }
    if (node->kind == NODE_SECTION) {
        return !prose_is_set(&value) || set_section(setter, node, &value, scope);
    }
    return prose_is_set(&value) || set_nodes(setter, node, scope);
}

static bool set_nodes(struct setter *setter, const struct node *parent,
                      const struct prose_scope *scope) {
    for (size_t i = 0; i < parent->n_children; i++) {
        if (!set_node(setter, &parent->children[i], scope)) {
            return false;
        }
    }
    return true;
}

bool prose_set(struct arena *arena, const struct prose *prose, const struct prose_scope *scope,
               struct prose_text *text, struct diag *diag) {
    struct setter setter = {.arena = arena, .prose = prose, .text = text, .diag = diag};
    return set_nodes(&setter, &prose->root, scope);
}

struct str prose_join(struct arena *arena, const struct prose_text *text) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < text->n_pieces; i++) {
        buf_add(&buf, text->pieces[i].text);
        for (unsigned k = 0; k < text->pieces[i].blank; k++) {
            buf_add_c(&buf, "__");
        }
    }
    return buf_str(&buf);
}

const struct prose *prose_read(struct arena *arena, const struct yaml *node, const char *key,
                               const struct prose_scope *scope, struct diag *diag) {
    const struct yaml *words = yaml_get(node, key);
    const struct prose *prose = prose_compile(arena, words->text, words->origin, diag);
    return prose && prose_check(prose, scope, diag) ? prose : NULL;
}

bool prose_words(struct arena *arena, const struct prose *prose, const struct prose_scope *scope,
                 struct diag *diag, struct str *words) {
    struct prose_text text = {0};
    bool done = prose_set(arena, prose, scope, &text, diag);
    *words = done ? prose_join(arena, &text) : (struct str){0};
    return done;
}
