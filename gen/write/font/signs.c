/* The kit's own signs: tick boxes as glyphs, drawn as layout draws them as paths. No font at hand
 * has them in one shape. In thousandths of the em, y upwards from the baseline. */
#include "write/font/signs.h"

/* A square of 800 units with lines of 50, its corners rounded outside, from (75, -45). */
#define BOX                                                                                        \
    239, 94, 21, 249, 180, 139, 5, 153, 139, 150, 150, 139, 153, 8, 139, 249, 180, 5, 139, 153,    \
        128, 150, 125, 139, 8, 253, 180, 139, 5, 125, 139, 128, 128, 139, 125, 8, 139, 253, 180,   \
        5, 139, 125, 150, 128, 153, 139, 8, 164, 189, 21, 139, 249, 130, 249, 130, 139, 139, 253,  \
        130, 5
/* In it a stroke of 100 with round ends: (212, 364), (420, 108), (820, 684). */
#define TICK                                                                                       \
    253, 82, 247, 219, 21, 247, 100, 251, 148, 5, 160, 114, 179, 140, 158, 166, 8, 248, 36, 248,   \
        212, 5, 155, 162, 133, 170, 117, 155, 8, 116, 155, 108, 133, 123, 117, 8, 251, 254, 252,   \
        158, 5, 251, 58, 247, 97, 5, 121, 160, 108, 142, 117, 122, 8, 118, 121, 136, 108, 156,     \
        117, 8
#define END_CHAR 14

/* Private DICT: defaultWidthX is SIGN_WIDTH, as the programs name none. */
static const unsigned char width[] = {28, SIGN_WIDTH >> 8, SIGN_WIDTH & 0xFF, 20};
static const unsigned char nothing[] = {END_CHAR};
static const unsigned char box[] = {BOX, END_CHAR};
static const unsigned char done[] = {BOX, TICK, END_CHAR};

struct str signs_program(enum kit_sign sign) {
    static const struct str programs[N_KIT_SIGNS] = {
        [KIT_SIGN_MISSING] = {(const char *)nothing, sizeof nothing},
        [KIT_SIGN_BOX] = {(const char *)box, sizeof box},
        [KIT_SIGN_DONE] = {(const char *)done, sizeof done},
        [KIT_SIGN_BLANK] = {(const char *)nothing, sizeof nothing},
    };
    return programs[sign];
}

void signs_open(struct arena *arena, struct sfnt *figures, struct cff *font) {
    *figures = (struct sfnt){.name = "Signs",
                             .n_glyphs = N_KIT_SIGNS,
                             .units_per_em = 1000,
                             .bbox = {0, -45, 1000, 805},
                             .ascent = 880,
                             .descent = -120,
                             .cap_height = 805,
                             .weight = 400};
    *font = (struct cff){.dicts = ARENA_NEW(arena, struct cff_dict), .n_dicts = 1};
    font->dicts[0].private_dict = (struct bytes){width, sizeof width};
}
