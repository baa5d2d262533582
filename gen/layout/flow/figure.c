/* Charts of all kinds as blocks of a flowing document, or each on a page of its own. */
#include "layout/flow/flow.h"

struct set_figure {
    /* One of them. */
    struct set_chart *chart;
    struct set_gantt *gantt;
    struct set_curves *curves;
};

struct str chart_say_value(struct arena *arena, double value) {
    int64_t hundredths = (int64_t)(value * 100 + 0.5);
    return hundredths % 100 == 0  ? str_format(arena, "%lld", (long long)(hundredths / 100))
           : hundredths % 10 == 0 ? str_format(arena, "%.1f", value)
                                  : str_format(arena, "%.2f", value);
}

struct set_figure *figure_set(const struct flow *flow, const struct chart *chart, struct str style,
                              const struct text_style **around) {
    const struct chart_style *look = styles_chart(flow->styles, style, flow->diag);
    struct set_figure *set = ARENA_NEW(flow->arena, struct set_figure);
    if (!look) {
        return NULL;
    }
    if (chart->n_series > look->n_series) {
        struct str count = str_format(flow->arena, "%zu", chart->n_series);
        struct str allowed = str_format(flow->arena, "1-%zu", look->n_series);
        diag_report(flow->diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                                    .origin = flow->styles->origin,
                                                    .args = {STR("fillings"), count, allowed}});
        return NULL;
    }
    *around = look->caption;
    if (chart->kind == CHART_GANTT) {
        set->gantt = gantt_set(flow, chart, look);
    } else if (chart->kind == CHART_LINES) {
        set->curves = curves_set(flow, chart, look);
    } else {
        set->chart = chart_set(flow, chart, look);
    }
    return set;
}

int32_t figure_needs(const struct set_figure *set) {
    return set->gantt    ? gantt_needs(set->gantt)
           : set->curves ? curves_needs(set->curves)
                         : chart_needs(set->chart);
}

void figure_place(struct flow *flow, struct set_figure *set) {
    if (set->gantt) {
        gantt_place(flow, set->gantt);
    } else if (set->curves) {
        curves_place(flow, set->curves);
    } else {
        chart_place(flow, set->chart);
    }
}

bool chart_page(struct arena *arena, const struct styles *styles, struct str style,
                const struct chart *chart, int32_t width, struct document *document,
                struct diag *diag) {
    enum { AIR = 4 * PT, HIGHEST = 4 * A4_HEIGHT };
    const struct master master = {
        .width = width, .height = HIGHEST, .body = {AIR, AIR, width - 2 * AIR, HIGHEST - 2 * AIR}};
    struct flow flow = {.arena = arena,
                        .styles = styles,
                        .master = &master,
                        .document = document,
                        .diag = diag,
                        .body = master.body};
    const struct text_style *around;
    struct set_figure *set = figure_set(&flow, chart, style, &around);
    if (!set) {
        return false;
    }
    flow_turn(&flow);
    flow_add_tag(&flow, (struct document_tag){.kind = TAG_FIGURE, .text = chart->caption});
    figure_place(&flow, set);
    flow.page->height = flow.y + AIR;
    return true;
}
