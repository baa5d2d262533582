/* The yardstick of Pango and Cairo: sets page dumps of forms again, each run and rule where the
 * dump has it, as PDF files, and prints the milliseconds of processor that each took after the
 * first ten. cairo_form FONTS OUT DUMP... No layout is asked of it: every place is given. */
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MM   (72.0 / 25.4)
#define WARM 10

static double used(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The family that a face of the house belongs to. */
static const char *family_of(const char *face) {
    static const char *const families[][2] = {{"NotoSerif", "Noto Serif CJK SC"},
                                              {"NotoSansMono", "Noto Sans Mono CJK SC"},
                                              {"NotoSans", "Noto Sans CJK SC"},
                                              {"FandolFang", "FandolFang R"},
                                              {"FandolKai", "FandolKai"}};
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (strncmp(face, families[i][0], strlen(families[i][0])) == 0) {
            return families[i][1];
        }
    }
    return "Noto Serif CJK SC";
}

/* The JSON string at the end of a line, in place. */
static char *text_of(char *line) {
    char *from = strchr(line, '"'), *to = from;
    if (!from) {
        return NULL;
    }
    char *start = from;
    for (from++; *from && *from != '"'; from++) {
        from += *from == '\\' && from[1];
        *to++ = *from;
    }
    *to = 0;
    return start;
}

static void set_run(cairo_t *cairo, PangoLayout *layout, char *line) {
    char face[128];
    double size, x, y, width;
    if (sscanf(line, " run %127s %lfpt %lf %lf %lf", face, &size, &x, &y, &width) != 5) {
        return;
    }
    char *text = text_of(line);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, family_of(face));
    pango_font_description_set_weight(font, strstr(face, "Bold")     ? PANGO_WEIGHT_BOLD
                                            : strstr(face, "Medium") ? PANGO_WEIGHT_MEDIUM
                                                                     : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, text ? text : "", -1);
    double baseline = (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
    cairo_move_to(cairo, x * MM, y * MM - baseline);
    pango_cairo_show_layout(cairo, layout);
    pango_font_description_free(font);
}

static void set_line(cairo_t *cairo, PangoLayout *layout, char *line) {
    double a, b, c, d, thick = 0.2;
    set_run(cairo, layout, line);
    if (sscanf(line, " rule %lf %lf %lf %lf thick %lf", &a, &b, &c, &d, &thick) >= 4) {
        cairo_set_line_width(cairo, thick * MM);
        cairo_move_to(cairo, a * MM, b * MM);
        cairo_line_to(cairo, c * MM, d * MM);
        cairo_stroke(cairo);
    } else if (sscanf(line, " box %lf %lf %lf %lf thick %lf", &a, &b, &c, &d, &thick) == 5) {
        cairo_set_line_width(cairo, thick * MM);
        cairo_rectangle(cairo, a * MM, b * MM, c * MM, d * MM);
        cairo_stroke(cairo);
    } else if (strncmp(line, "  path", 6) == 0) {
        char *at = line + 6, *end;
        cairo_new_path(cairo);
        for (double x = strtod(at, &end); end != at; x = strtod(at, &end)) {
            double y = strtod(end, &at);
            cairo_line_to(cairo, x * MM, y * MM);
        }
        cairo_set_line_width(cairo, 0.2 * MM);
        cairo_stroke(cairo);
    }
}

static void set_form(const char *dump, const char *path) {
    FILE *file = fopen(dump, "r");
    char line[65536];
    double width, height;
    cairo_surface_t *surface = cairo_pdf_surface_create(path, 595, 842);
    cairo_t *cairo = cairo_create(surface);
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    int n_pages = 0;
    while (file && fgets(line, sizeof line, file)) {
        char *size = strncmp(line, "page ", 5) == 0 ? strrchr(line, '"') : NULL;
        if (size && sscanf(size + 1, " %lf %lf", &width, &height) == 2) {
            if (n_pages++) {
                cairo_show_page(cairo);
            }
            cairo_pdf_surface_set_size(surface, width * MM, height * MM);
        } else if (n_pages) {
            set_line(cairo, layout, line);
        }
    }
    if (file) {
        fclose(file);
    }
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

int main(int argc, char **argv) {
    if (argc < 4 + WARM) {
        fprintf(stderr, "cairo_form FONTS OUT DUMP... (more than %d)\n", WARM);
        return 2;
    }
    FcConfigAppFontAddDir(FcConfigGetCurrent(), (const FcChar8 *)argv[1]);
    double begun = 0;
    for (int i = 3; i < argc; i++) {
        char path[4096];
        begun = i == 3 + WARM ? used() : begun;
        snprintf(path, sizeof path, "%s/%d.pdf", argv[2], i - 3);
        set_form(argv[i], path);
    }
    printf("%.3f\n", (used() - begun) / (argc - 3 - WARM));
    return 0;
}
