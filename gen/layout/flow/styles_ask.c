/* Styles by their names, an unknown one told with the nearest. */
#include "layout/flow/flow.h"

/* Styles of one kind: what the file calls them, and where the first of their names stands. */
struct kind {
    const char *what;
    const void *first;
    size_t n, size;
};

/* Reports a name the style file does not have, with the nearest it has. */
static void report_unknown(const struct styles *styles, struct kind kind, struct str name,
                           struct diag *diag) {
    struct str *names = ARENA_ARRAY(diag_scratch(diag), struct str, kind.n);
    for (size_t i = 0; i < kind.n; i++) {
        names[i] = *(const struct str *)((const char *)kind.first + i * kind.size);
    }
    struct str nearest = str_nearest(name, names, kind.n);
    nearest = nearest.len ? nearest : str_join(diag_scratch(diag), names, kind.n, STR(", "));
    diag_report(diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                          .origin = styles->origin,
                                          .args = {str_from_c(kind.what), name, nearest}});
}

const struct text_style *styles_text(const struct styles *styles, struct str name,
                                     struct diag *diag) {
    for (size_t i = 0; i < styles->n_texts; i++) {
        if (str_equal(styles->texts[i].name, name)) {
            return &styles->texts[i];
        }
    }
    struct kind kind = {"texts", styles->texts, styles->n_texts, sizeof *styles->texts};
    report_unknown(styles, kind, name, diag);
    return NULL;
}

const struct master *styles_master(const struct styles *styles, struct str name,
                                   struct diag *diag) {
    for (size_t i = 0; i < styles->n_masters; i++) {
        if (str_equal(styles->masters[i].name, name)) {
            return &styles->masters[i];
        }
    }
    struct kind kind = {"masters", &styles->masters->name, styles->n_masters,
                        sizeof *styles->masters};
    report_unknown(styles, kind, name, diag);
    return NULL;
}

const struct table_style *styles_table(const struct styles *styles, struct str name,
                                       struct diag *diag) {
    for (size_t i = 0; i < styles->n_tables; i++) {
        if (name.len == 0 || str_equal(styles->tables[i].name, name)) {
            return &styles->tables[i];
        }
    }
    struct kind kind = {"tables", &styles->tables->name, styles->n_tables, sizeof *styles->tables};
    report_unknown(styles, kind, name, diag);
    return NULL;
}

const struct chart_style *styles_chart(const struct styles *styles, struct str name,
                                       struct diag *diag) {
    for (size_t i = 0; i < styles->n_charts; i++) {
        if (name.len == 0 || str_equal(styles->charts[i].name, name)) {
            return &styles->charts[i];
        }
    }
    struct kind kind = {"charts", &styles->charts->name, styles->n_charts, sizeof *styles->charts};
    report_unknown(styles, kind, name, diag);
    return NULL;
}

bool styles_prove(const struct styles *styles, enum block_kind kind, struct str name,
                  struct origin origin, struct diag *diag) {
    struct styles asked = *styles;
    asked.origin = origin;
    switch (kind) {
    case BLOCK_HEADING:
    case BLOCK_PARA:
    case BLOCK_CONTENTS:
    case BLOCK_SPACE:
        return styles_text(&asked, name, diag) != NULL;
    case BLOCK_TABLE:
        return styles_table(&asked, name, diag) != NULL;
    case BLOCK_CHART:
        return styles_chart(&asked, name, diag) != NULL;
    case BLOCK_BREAK:
        return name.len == 0 || styles_master(&asked, name, diag) != NULL;
    }
    return true;
}

bool styles_prove_master(const struct styles *styles, struct str name, struct origin origin,
                         struct diag *diag) {
    struct styles asked = *styles;
    asked.origin = origin;
    return styles_master(&asked, name, diag) != NULL;
}
