/* Packing of a workbook's parts: minizip's functions, as xlsx_package.h says. */
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "write/xlsx/xlsx_package.h"
#include "write/zip.h"

enum {
    /* Bytes of a part that are held; it is packed as it comes from there on. */
    MOST_HELD = 256 * 1024,
    HELD_LEVEL = 6,
    STREAM_LEVEL = 2,
    /* Bytes of a name. */
    MOST_NAME = 255,
    /* minizip's results. */
    DONE = 0,
    FAILED = -1,
};

/* Bytes of a file without ZIP64 stay below this. */
#define MOST_BYTES UINT32_MAX

/* A file being written. */
struct xlsx_package {
    FILE *file;
    /* Bytes in it. */
    uint64_t size;
    /* Its directory so far: bytes, those there is room for, entries. */
    unsigned char *directory;
    size_t n_directory, directory_room, n;
    struct libdeflate_compressor *compressor;
    /* The part at hand: what of it is held, where its local record stands, bytes so far. */
    struct zip_entry entry;
    char name[MOST_NAME + 1];
    uint64_t local, part_size;
    size_t n_held;
    /* Takes what is longer. */
    z_stream stream;
    bool is_streamed;
    /* Something went wrong; sticky. */
    bool is_failed;
    /* What packing does not make shorter has five bytes more for each ten thousand. */
    unsigned char held[MOST_HELD], packed[MOST_HELD + MOST_HELD / 1024];
};

static int fail(struct xlsx_package *package) {
    package->is_failed = true;
    return FAILED;
}

static bool put(struct xlsx_package *package, const void *bytes, size_t size) {
    bool fits = package->size + size < MOST_BYTES;
    if (package->is_failed || !fits || fwrite(bytes, 1, size, package->file) != size) {
        package->is_failed = true;
        return false;
    }
    package->size += size;
    return true;
}

static bool put_local(struct xlsx_package *package) {
    unsigned char bytes[ZIP_LOCAL_SIZE];
    zip_local(bytes, &package->entry);
    return put(package, bytes, sizeof bytes) &&
           put(package, package->entry.name.data, package->entry.name.len);
}

void *zipOpen(const char *path, int append) {
    struct xlsx_package *package = append ? NULL : calloc(1, sizeof *package);
    if (package == NULL) {
        return NULL;
    }
    package->file = fopen(path, "wb");
    package->compressor = libdeflate_alloc_compressor(HELD_LEVEL);
    if (package->file == NULL || package->compressor == NULL) {
        if (package->file != NULL) {
            fclose(package->file);
        }
        libdeflate_free_compressor(package->compressor);
        free(package);
        return NULL;
    }
    return package;
}

int zipOpenNewFileInZip4_64(void *file, const char *name, const void *info, const void *local_extra,
                            unsigned local_size, const void *extra, unsigned extra_size,
                            const char *comment, int method, int level, int raw, int window_bits,
                            int memory, int strategy, const char *password, unsigned long crc,
                            unsigned long made_by, unsigned long flags, int zip64) {
    struct xlsx_package *package = file;
    size_t size = strlen(name);
    (void)info, (void)local_extra, (void)local_size, (void)extra, (void)extra_size, (void)comment;
    (void)method, (void)level, (void)raw, (void)window_bits, (void)memory, (void)strategy;
    (void)password, (void)crc, (void)made_by, (void)flags, (void)zip64;
    if (size > MOST_NAME || package->n >= ZIP_MOST_ENTRIES) {
        return fail(package);
    }
    memcpy(package->name, name, size + 1);
    package->entry = (struct zip_entry){
        .name = {package->name, size}, .method = ZIP_DEFLATED, .date = ZIP_FIRST_DATE};
    package->local = package->size;
    package->part_size = 0;
    package->n_held = 0;
    package->is_streamed = false;
    return package->is_failed ? FAILED : DONE;
}

/* Packs what the stream was given last, to the end of the part if that is it. */
static bool drain(struct xlsx_package *package, int flush) {
    z_stream *stream = &package->stream;
    do {
        stream->next_out = package->packed;
        stream->avail_out = sizeof package->packed;
        if (deflate(stream, flush) == Z_STREAM_ERROR ||
            !put(package, package->packed, sizeof package->packed - stream->avail_out)) {
            package->is_failed = true;
            return false;
        }
    } while (stream->avail_out == 0);
    return true;
}

static bool pack_piece(struct xlsx_package *package, const void *bytes, size_t size, int flush) {
    package->stream.next_in = (Bytef *)(uintptr_t)bytes;
    package->stream.avail_in = (uInt)size;
    return drain(package, flush);
}

/* What is held goes first; sizes and checksum are put into the local record at the end. */
static bool begin_stream(struct xlsx_package *package) {
    package->stream = (z_stream){0};
    package->is_streamed = deflateInit2(&package->stream, STREAM_LEVEL, Z_DEFLATED, -MAX_WBITS,
                                        MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK;
    return package->is_streamed && put_local(package) &&
           pack_piece(package, package->held, package->n_held, Z_NO_FLUSH);
}

int zipWriteInFileInZip(void *file, const void *bytes, unsigned size) {
    struct xlsx_package *package = file;
    if (package->is_failed || package->part_size + size >= MOST_BYTES) {
        return fail(package);
    }
    package->entry.crc = libdeflate_crc32(package->entry.crc, bytes, size);
    package->part_size += size;
    if (!package->is_streamed && size <= MOST_HELD - package->n_held) {
        memcpy(package->held + package->n_held, bytes, size);
        package->n_held += size;
        return DONE;
    }
    if (!package->is_streamed && !begin_stream(package)) {
        return fail(package);
    }
    return pack_piece(package, bytes, size, Z_NO_FLUSH) ? DONE : fail(package);
}

static bool end_stream(struct xlsx_package *package) {
    bool is_done = pack_piece(package, NULL, 0, Z_FINISH);
    uint64_t end = package->size;
    package->entry.packed =
        (uint32_t)(end - package->local - ZIP_LOCAL_SIZE - package->entry.name.len);
    if (!is_done || fseek(package->file, (long)package->local, SEEK_SET)) {
        return false;
    }
    is_done = put_local(package) && !fseek(package->file, (long)end, SEEK_SET);
    package->size = end;
    return is_done;
}

static bool put_held(struct xlsx_package *package) {
    size_t size = libdeflate_deflate_compress(package->compressor, package->held, package->n_held,
                                              package->packed, sizeof package->packed);
    package->entry.packed = (uint32_t)size;
    return size > 0 && put_local(package) && put(package, package->packed, size);
}

static bool add_to_directory(struct xlsx_package *package) {
    size_t size = ZIP_CENTRAL_SIZE + package->entry.name.len;
    if (package->directory_room - package->n_directory < size) {
        size_t room = package->directory_room * 2 + 4096;
        unsigned char *directory = realloc(package->directory, room);
        if (directory == NULL) {
            return false;
        }
        package->directory = directory;
        package->directory_room = room;
    }
    unsigned char *line = package->directory + package->n_directory;
    zip_central(line, &package->entry, (size_t)package->local);
    memcpy(line + ZIP_CENTRAL_SIZE, package->name, package->entry.name.len);
    package->n_directory += size;
    package->n++;
    return true;
}

int zipCloseFileInZip(void *file) {
    struct xlsx_package *package = file;
    bool is_done = !package->is_failed;
    package->entry.size = (uint32_t)package->part_size;
    if (package->is_streamed) {
        is_done = is_done && end_stream(package);
        deflateEnd(&package->stream);
        package->is_streamed = false;
    } else {
        is_done = is_done && put_held(package);
    }
    return is_done && add_to_directory(package) ? DONE : fail(package);
}

int zipClose(void *file, const char *comment) {
    struct xlsx_package *package = file;
    unsigned char end[ZIP_END_SIZE];
    uint64_t at = package->size;
    (void)comment;
    if (package->is_streamed) {
        deflateEnd(&package->stream);
    }
    zip_end(end, package->n, (size_t)at, package->n_directory);
    bool is_done =
        put(package, package->directory, package->n_directory) && put(package, end, sizeof end);
    is_done = fclose(package->file) == 0 && is_done;
    libdeflate_free_compressor(package->compressor);
    free(package->directory);
    free(package);
    return is_done ? DONE : FAILED;
}
