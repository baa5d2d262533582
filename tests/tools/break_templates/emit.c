/* Data files written out again with one change. */
#include "tools/break_templates/emit.h"

/* The writing. */
struct emitter {
    struct buf buf;
    const struct change *change;
    uint32_t line, first, last;
};

static void end_line(struct emitter *emitter) {
    buf_add_byte(&emitter->buf, '\n');
    emitter->line++;
}

static void quote(struct emitter *emitter, struct str text) {
    buf_add_byte(&emitter->buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\n') {
            buf_add_c(&emitter->buf, "\\n");
        } else if (c == '\t') {
            buf_add_c(&emitter->buf, "\\t");
        } else {
            buf_add_c(&emitter->buf, c == '"' || c == '\\' ? "\\" : "");
            buf_add_byte(&emitter->buf, (unsigned char)c);
        }
    }
    buf_add_byte(&emitter->buf, '"');
}

static void indent(struct emitter *emitter, int depth) {
    for (int i = 0; i < depth; i++) {
        buf_add_c(&emitter->buf, "  ");
    }
}

static void emit(struct emitter *emitter, const struct yaml *node, int depth, uint32_t from);

/* A value behind its key or dash: a scalar on the same line, a collection on the next ones. `from`
 * is the first line of the collection the value stands in. */
static void emit_value(struct emitter *emitter, const struct yaml *node, int depth, uint32_t from) {
    const struct change *change = emitter->change;
    uint32_t start = emitter->line;
    bool is_changed = change->node == node && change->kind <= CHANGE_TO_MAP;
    buf_add_byte(&emitter->buf, ' ');
    if (is_changed) {
        emitter->first = from < start ? from : start;
        buf_add_c(&emitter->buf, change->kind == CHANGE_TO_LIST  ? "["
                                 : change->kind == CHANGE_TO_MAP ? "{x: "
                                                                 : "");
        quote(emitter, change->kind == CHANGE_TEXT ? change->text : node->text);
        buf_add_c(&emitter->buf, change->kind == CHANGE_TO_LIST  ? "]"
                                 : change->kind == CHANGE_TO_MAP ? "}"
                                                                 : "");
        emitter->last = start;
        end_line(emitter);
    } else if (node->kind == YAML_SCALAR) {
        quote(emitter, node->text);
        end_line(emitter);
    } else if (node->n_items == 0) {
        buf_add_c(&emitter->buf, node->kind == YAML_MAP ? "{}" : "[]");
        end_line(emitter);
    } else {
        end_line(emitter);
        emit(emitter, node, depth, start);
    }
}

static void emit(struct emitter *emitter, const struct yaml *node, int depth, uint32_t from) {
    const struct change *change = emitter->change;
    bool is_mine = change->node == node && change->kind >= CHANGE_REMOVE;
    size_t n_left = node->n_items - (is_mine && change->kind == CHANGE_REMOVE);
    if (is_mine) {
        emitter->first = from;
    }
    if (n_left == 0) {
        indent(emitter, depth);
        buf_add_c(&emitter->buf, "{}");
        end_line(emitter);
    }
    for (size_t i = 0; i < node->n_items; i++) {
        bool is_it = is_mine && change->index == i;
        if (is_it && change->kind == CHANGE_REMOVE) {
            continue;
        }
        indent(emitter, depth);
        if (node->kind == YAML_MAP) {
            quote(emitter, is_it ? change->text : node->keys[i]);
            buf_add_byte(&emitter->buf, ':');
        } else {
            buf_add_byte(&emitter->buf, '-');
        }
        emit_value(emitter, node->items[i], depth + 1, from);
    }
    if (is_mine) {
        emitter->last = emitter->line;
    }
}

struct emitted emit_yaml(struct arena *arena, const struct yaml *root,
                         const struct change *change) {
    struct emitter emitter = {.buf = {.arena = arena}, .change = change, .line = 1};
    emit(&emitter, root, 0, 1);
    return (struct emitted){buf_str(&emitter.buf), emitter.first, emitter.last};
}

struct str emit_csv(struct arena *arena, const struct csv_table *table, const struct cut *cut) {
    struct buf buf = {.arena = arena};
    for (size_t r = cut->kind == CUT_HEADER; r < table->n_records; r++) {
        const struct csv_record *record = &table->records[r];
        size_t n = record->n_fields - (cut->kind == CUT_SHORT && cut->row == r);
        bool is_first = true;
        for (size_t c = 0; c < n; c++) {
            if (cut->kind == CUT_COLUMN && cut->column == c) {
                continue;
            }
            buf_add_c(&buf, is_first ? "" : ",");
            is_first = false;
            bool is_it = cut->kind == CUT_TEXT && cut->row == r && cut->column == c;
            csv_add_field(&buf, is_it ? cut->text : record->fields[c].text);
        }
        buf_add_c(&buf, "\n");
    }
    return buf_str(&buf);
}
