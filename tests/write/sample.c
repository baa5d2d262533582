#include "write/sample.h"

#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct face stock[N_SAMPLE_FACES] = {
    [SONG] = {STR_INIT("song"), "fonts/files/NotoSerifCJK-Regular.ttc", 2},
    [HEI] = {STR_INIT("hei"), "fonts/files/NotoSansCJK-Medium.ttc", 2},
    [FANG_SONG] = {STR_INIT("fangsong"), "fonts/files/FandolFang-Regular.otf", 0},
    [KAI] = {STR_INIT("kai"), "fonts/files/FandolKai-Regular.otf", 0},
    [MONO] = {STR_INIT("mono"), "fonts/files/NotoSansCJK-Regular.ttc", 7},
    [WEN_KAI] = {STR_INIT("kai+1"), "fonts/files/LXGWWenKai-Light.ttf", 0},
    [BABEL_STONE] = {STR_INIT("song+1"), "fonts/files/BabelStoneHan.ttf", 0},
};

static const char wording[] = "信息系统安全等级保护备案表单位名称地址邮政编码行政区划代码负责人姓名"
                              "职务职称办公电话电子邮件责任部门"
                              "联系移动隶属关系中央省自治区直辖市地州盟县旗其他类型党委机关政府事业"
                              "企业行业类别电信广电经营性公众互联网"
                              "铁路银行海关税务民航力证券保险国防科技工业公安人劳动社会障财审计商水"
                              "利国土资源能交通统卫生教育文化农林"
                              "牧渔发展改革科学研究宣传外质量监督检验检疫情况描述承载内部专网局域城"
                              "广跨全国服务范围对象使用产品数量率"
                              "自主可控系统采用测评机构运维应急灾难恢复集成审批结果级别确定依据受侵"
                              "害客体程度公民法人组织合益严重社会秩"
                              "序共利益特别损害国家安全一二三四五是否患者门诊住院病历影像处方药房检"
                              "查收费预约挂号实验室护理管理平台医"
                              "疗健康档案妇幼免疫接种传染报告监测血液急救调度远程会诊电子票据支付结"
                              "算人力物耗材设备绩效考核协同办公";

static void out_of_memory(size_t size) {
    fprintf(stderr, "out of memory: %zu\n", size);
    abort();
}

static void free_font(void *object) {
    hb_font_destroy(object);
}

struct sample *sample_open(void) {
    struct arena *arena = arena_open(out_of_memory);
    struct sample *sample = ARENA_NEW(arena, struct sample);
    sample->arena = arena;
    memcpy(sample->faces, stock, sizeof stock);
    sample->diag = diag_open(arena);
    sample->document = (struct document){.title = STR("信息系统安全等级保护备案表"),
                                         .author = STR("市第一人民医院"),
                                         .subject = STR("备案"),
                                         .date = {2025, 6, 1},
                                         .faces = sample->faces,
                                         .n_faces = N_SAMPLE_FACES};
    return sample;
}

void sample_close(struct sample *sample) {
    arena_close(sample->arena);
}

struct page *sample_page(struct sample *sample, const char *label) {
    struct page *page = ARENA_NEW(sample->arena, struct page);
    page->width = 595 * PT + 283;
    page->height = 841 * PT + 911;
    page->label = str_copy(sample->arena, str_from_c(label));
    struct document *document = &sample->document;
    ARENA_PUSH(sample->arena, document->pages, document->n_pages, document->pages_capacity, page);
    return page;
}

struct item *sample_item(struct sample *sample, struct page *page, enum item_kind kind) {
    struct item item = {.kind = kind};
    ARENA_PUSH(sample->arena, page->items, page->n_items, page->capacity, item);
    return &page->items[page->n_items - 1];
}

static hb_font_t *font_of(struct sample *sample, enum sample_face face) {
    if (!sample->fonts[face]) {
        hb_blob_t *blob = hb_blob_create_from_file(sample->faces[face].path);
        hb_face_t *hb_face = hb_face_create(blob, sample->faces[face].index);
        sample->fonts[face] = hb_font_create(hb_face);
        arena_own(sample->arena, sample->fonts[face], free_font);
        hb_face_destroy(hb_face);
        hb_blob_destroy(blob);
    }
    return sample->fonts[face];
}

uint32_t sample_glyph(struct sample *sample, enum sample_face face, uint32_t code_point) {
    hb_codepoint_t glyph = 0;
    hb_font_get_nominal_glyph(font_of(sample, face), code_point, &glyph);
    return glyph;
}

int sample_advance(struct sample *sample, enum sample_face face, uint32_t glyph) {
    hb_font_t *font = font_of(sample, face);
    hb_font_set_scale(font, 1000, 1000);
    return hb_font_get_glyph_h_advance(font, glyph);
}

/* The glyphs of a shaped buffer, with the bytes each cluster covers. */
static void take_glyphs(struct sample *sample, hb_buffer_t *buffer, struct run *run) {
    unsigned n;
    hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
    hb_glyph_position_t *places = hb_buffer_get_glyph_positions(buffer, NULL);
    struct glyph *glyphs = ARENA_ARRAY(sample->arena, struct glyph, n);
    int32_t pen = 0;
    for (unsigned i = 0; i < n; i++) {
        size_t end = i + 1 < n ? infos[i + 1].cluster : run->text.len;
        bool is_first = i == 0 || infos[i].cluster != infos[i - 1].cluster;
        for (unsigned k = i + 1; k < n && infos[k].cluster == infos[i].cluster; k++) {
            end = k + 1 < n ? infos[k + 1].cluster : run->text.len;
        }
        glyphs[i] = (struct glyph){.id = infos[i].codepoint,
                                   .x = pen + places[i].x_offset,
                                   .y = -places[i].y_offset,
                                   .advance = places[i].x_advance,
                                   .text_len = is_first ? (uint32_t)(end - infos[i].cluster) : 0};
        pen += places[i].x_advance;
    }
    run->glyphs = glyphs;
    run->n_glyphs = n;
    run->width = pen;
}

struct run *sample_text(struct sample *sample, struct page *page, enum sample_face face,
                        double size, double x, double y, const char *text) {
    struct run *run = &sample_item(sample, page, ITEM_RUN)->run;
    run->face = face;
    run->size = (int32_t)(size * PT);
    run->x = (int32_t)(x * PT);
    run->y = (int32_t)(y * PT);
    run->text = str_copy(sample->arena, str_from_c(text));
    hb_font_t *font = font_of(sample, face);
    hb_font_set_scale(font, run->size, run->size);
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, run->text.data, (int)run->text.len, 0, (int)run->text.len);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font, buffer, NULL, 0);
    take_glyphs(sample, buffer, run);
    hb_buffer_destroy(buffer);
    return run;
}

void sample_tick(struct sample *sample, struct page *page, double x, double y, double size) {
    static const double shape[3][2] = {{0.15, -0.35}, {0.4, -0.1}, {0.9, -0.8}};
    struct point *points = ARENA_ARRAY(sample->arena, struct point, 3);
    for (int i = 0; i < 3; i++) {
        points[i].x = (int32_t)((x + shape[i][0] * size) * PT);
        points[i].y = (int32_t)((y + shape[i][1] * size) * PT);
    }
    sample_item(sample, page, ITEM_PATH)->path =
        (struct path){.points = points,
                      .n_points = 3,
                      .thickness = PT,
                      .text = str_copy(sample->arena, STR("√"))};
}

static void add_rule(struct sample *sample, struct page *page, double x1, double y1, double x2,
                     double y2) {
    sample_item(sample, page, ITEM_RULE)->rule = (struct rule){.x1 = (int32_t)(x1 * PT),
                                                               .y1 = (int32_t)(y1 * PT),
                                                               .x2 = (int32_t)(x2 * PT),
                                                               .y2 = (int32_t)(y2 * PT),
                                                               .thickness = PT / 2};
}

/* `n` characters of the wording from `*start` on, round and round. */
static const char *words(struct sample *sample, size_t *start, size_t n) {
    struct str stock_text = {wording, sizeof wording - 1};
    char *text = ARENA_ARRAY(sample->arena, char, 3 * n + 1);
    for (size_t i = 0; i < n; i++) {
        memcpy(text + 3 * i, stock_text.data + *start % (stock_text.len / 3) * 3, 3);
        *start += 1;
    }
    return text;
}

void sample_form(struct sample *sample, int n_pages, int n_cells, size_t start) {
    for (int p = 0; p < n_pages; p++) {
        char label[12];
        snprintf(label, sizeof label, "%d", p + 1);
        struct page *page = sample_page(sample, label);
        sample_text(sample, page, SONG, 22, 120, 60, words(sample, &start, 12));
        for (int i = 0; i < n_cells; i++) {
            double x = 60 + 240 * (i % 2);
            double y = 80 + 34.0 * (i / 2);
            add_rule(sample, page, x, y, x + 240, y);
            add_rule(sample, page, x, y, x, y + 34);
            sample_text(sample, page, i % 4 == 0 ? HEI : SONG, 10.5, x + 4, y + 14,
                        words(sample, &start, 6));
            sample_text(sample, page, i % 8 < 6 ? FANG_SONG : KAI, 10.5, x + 80, y + 14,
                        words(sample, &start, 12));
            sample_text(sample, page, FANG_SONG, 10.5, x + 4, y + 28,
                        i % 3 ? "2025-06-01" : "S3A3G3");
            if (i % 5 == 0) {
                sample_tick(sample, page, x + 150, y + 28, 10.5);
            }
        }
        struct bookmark bookmark = {str_copy(sample->arena, STR("表一 单位基本情况")), 1, (size_t)p,
                                    40 * PT};
        ARENA_PUSH(sample->arena, sample->document.bookmarks, sample->document.n_bookmarks,
                   sample->document.bookmarks_capacity, bookmark);
    }
}

struct str sample_filter(struct sample *sample, const char *command, struct str bytes) {
    char name[] = "/tmp/dengbao-test-XXXXXX";
    int handle = mkstemp(name);
    FILE *file = handle < 0 ? NULL : fdopen(handle, "wb");
    if (!file || fwrite(bytes.data, 1, bytes.len, file) != bytes.len || fclose(file) != 0) {
        return (struct str){0};
    }
    FILE *pipe = popen(str_to_c(sample->arena, str_format(sample->arena, command, name)), "r");
    struct buf out = {.arena = sample->arena};
    char block[4096];
    size_t n;
    while (pipe && (n = fread(block, 1, sizeof block, pipe)) > 0) {
        buf_add_bytes(&out, block, n);
    }
    if (pipe) {
        pclose(pipe);
    }
    remove(name);
    return buf_str(&out);
}
