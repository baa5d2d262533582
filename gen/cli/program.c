/* The build identifiers are notes of the objects in memory: no file is read. */
#define _GNU_SOURCE
#include "cli/program.h"

#include <link.h>
#include <string.h>

/* Adds the build identifier among the notes of a segment. */
static void add_notes(struct buf *buf, const char *at, size_t size) {
    static const char owner[] = "GNU";
    while (size >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, at, sizeof note);
        size_t name = ((size_t)note.n_namesz + 3) / 4 * 4;
        size_t content = ((size_t)note.n_descsz + 3) / 4 * 4;
        if (name > size - sizeof note || content > size - sizeof note - name) {
            return;
        }
        const char *bytes = at + sizeof note + name;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof owner &&
            memcmp(at + sizeof note, owner, sizeof owner) == 0) {
            buf_add_c(buf, " ");
            for (size_t i = 0; i < note.n_descsz; i++) {
                buf_format(buf, "%02x", (unsigned char)bytes[i]);
            }
        }
        at = bytes + content;
        size -= sizeof note + name + content;
    }
}

/* The kernel's own object has no file, and belongs to no program. */
static int add_object(struct dl_phdr_info *info, size_t size, void *buf) {
    (void)size;
    bool is_program = !info->dlpi_name[0];
    for (size_t i = 0; (is_program || strchr(info->dlpi_name, '/')) && i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type == PT_NOTE) {
            add_notes(buf, (const char *)(info->dlpi_addr + part->p_vaddr), part->p_memsz);
        }
    }
    return 0;
}

struct str program_identity(struct arena *arena) {
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, "dengbao " DENGBAO_VERSION);
    dl_iterate_phdr(add_object, &buf);
    return buf_str(&buf);
}
