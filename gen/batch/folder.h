/* Inner header of batch: an output folder as a file system of its own. Files below it have plain
 * relative paths; no step leads through a symbolic link, so that nothing outside is ever touched.
 */
#ifndef BATCH_FOLDER_H
#define BATCH_FOLDER_H

#include "base/base.h"

/* Our own hidden folder in it, and the one below where files are written before they get their
 * names. */
#define FOLDER_OWN       ".dengbao"
#define FOLDER_TEMPORARY FOLDER_OWN "/tmp"
/* And the one for what the last whole run left and this one has replaced, while it runs. */
#define FOLDER_LAST FOLDER_OWN "/last"

/* An opened folder; closed with its arena. */
struct folder {
    /* Where it lives. */
    struct arena *arena;
    /* As it was given, for messages and for libraries that open files by name. */
    struct str path;
    /* Its descriptor. */
    int root;
    /* It was made now. */
    bool is_new;
};

/* A temporary file while it is written piece by piece. */
struct folder_file {
    /* Its descriptor; -1 if there is none. */
    int file;
    /* The errno of what failed first; sticky. */
    int error;
};

/* Opens a folder, making it and those above. Reports OUTPUT_* and returns NULL. */
struct folder *folder_open(struct arena *arena, struct str path, struct diag *diag);
/* Opens a folder that is there, to read in it; NULL, unreported, if it is none. */
struct folder *folder_look(struct arena *arena, struct str path);
/* Removes a folder that was made by folder_open and is empty. */
void folder_undo(const struct folder *folder);
/* A path that leads nowhere but below the folder, and not into our own. */
bool folder_is_plain(struct str path);
/* The path of `name` from where the program was started. */
struct str folder_join(const struct folder *folder, struct arena *arena, struct str name);
/* Makes a folder below it, with those above. Reports OUTPUT_*. */
bool folder_make(const struct folder *folder, struct str name, struct diag *diag);
/* Reads a regular file of at most `limit` bytes; false, unreported, if there is none. */
bool folder_read(const struct folder *folder, struct arena *arena, struct str name, uint64_t limit,
                 struct str *bytes);
/* The same, shown piece by piece. */
bool folder_read_pieces(const struct folder *folder, struct str name, uint64_t limit,
                        void (*show)(void *context, struct str piece), void *context);
/* The SHA-256 of a regular file, however large, as digits; false, unreported, if there is none. */
bool folder_hash(const struct folder *folder, struct arena *arena, struct str name,
                 struct str *sha256);
/* Both digests of it, likewise. */
bool folder_hash_pair(const struct folder *folder, struct arena *arena, struct str name,
                      struct hash_pair *pair);
/* Something is there under that name, whatever it is. */
bool folder_has(const struct folder *folder, struct str name);
/* It is a file of these bytes. */
bool folder_holds(const struct folder *folder, struct str name, struct str bytes);
/* It is a file of the same bytes as the temporary one. */
bool folder_is_same(const struct folder *folder, struct str temporary, struct str name);
/* A new file in the temporary folder for reading and writing, which has no name and is gone when
 * the arena closes; -1 if there can be none. */
int folder_nameless(const struct folder *folder, struct arena *arena);
/* Begins a temporary file, which one before it of that name makes room for. */
struct folder_file folder_begin(const struct folder *folder, struct str temporary);
/* Writes the next piece; false once something failed. */
bool folder_put(struct folder_file *file, struct str piece);
/* Ends it; if something failed, it is removed, and that is reported under the name it was to get.
 */
bool folder_end(const struct folder *folder, struct folder_file *file, struct str temporary,
                struct str name, struct diag *diag);
/* Writes a temporary file of one piece; reports as folder_end does. */
bool folder_write(const struct folder *folder, struct str temporary, struct str name,
                  struct str bytes, struct diag *diag);
/* Gives a file, mostly a temporary one, another name; folders are made. Reports OUTPUT_*. */
bool folder_adopt(const struct folder *folder, struct str from, struct str name, struct diag *diag);
/* Moves a file that stands in OUT itself into our own folder, as NAME.unknown, so that its name is
 * free. Reports OUTPUT_*. */
bool folder_put_aside(const struct folder *folder, struct str name, struct diag *diag);
/* Removes a temporary file. */
void folder_forget(const struct folder *folder, struct str temporary);
/* Removes a file, and the folders above that are empty then. What is no file or is not there
 * stays so. */
void folder_remove(const struct folder *folder, struct str name);
/* Removes an empty folder. */
void folder_drop(const struct folder *folder, struct str name);
/* Removes everything in a folder. */
void folder_sweep(const struct folder *folder, struct str name);
/* Shows every file below the folder that is not in our own: links and the like too, folders not. */
void folder_walk(const struct folder *folder, void (*visit)(void *context, struct str name),
                 void *context);

#endif
