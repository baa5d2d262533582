/*
 * Inner header of write: the package that libxlsxwriter fills. The library hands its parts to
 * minizip, which packs each as well as it can at the same cost, be it a thousand bytes or two
 * hundred millions; these are minizip's five functions that it calls, in their place for the whole
 * program. A part that can be held is packed in one go, a longer one as it comes and less tightly,
 * which takes a third of the time and makes the file a sixth larger. Every write is seen: one that
 * fails is the library's error.
 */
#ifndef WRITE_XLSX_XLSX_PACKAGE_H
#define WRITE_XLSX_XLSX_PACKAGE_H

/* Opens a file, a new one if `append` is 0, else none; NULL if it cannot be. */
void *zipOpen(const char *path, int append);
/* Begins a part; what the library says about it besides its name is not looked at. This and the
 * next ones are 0, or -1 after any fault. */
int zipOpenNewFileInZip4_64(void *file, const char *name, const void *info, const void *local_extra,
                            unsigned local_size, const void *extra, unsigned extra_size,
                            const char *comment, int method, int level, int raw, int window_bits,
                            int memory, int strategy, const char *password, unsigned long crc,
                            unsigned long made_by, unsigned long flags, int zip64);
/* Adds bytes to the part. */
int zipWriteInFileInZip(void *file, const void *bytes, unsigned size);
/* Ends the part. */
int zipCloseFileInZip(void *file);
/* Ends the file, which is closed whatever happens. */
int zipClose(void *file, const char *comment);

#endif
