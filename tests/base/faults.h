/* A disk that fails on demand: write and close of this program are ours. */
#ifndef TESTS_BASE_FAULTS_H
#define TESTS_BASE_FAULTS_H

/* What goes wrong with regular files; 0 means nothing. */
struct faults {
    /* Bytes that still fit; beyond them write fails with `write_error`. */
    long room;
    /* errno of write once the room is used up. */
    int write_error;
    /* errno of close. */
    int close_error;
    /* Most bytes that one write takes, 0 for all. */
    long most;
    /* Writes that are interrupted before they do anything. */
    int n_interrupts;
};

/* The faults in force; a test sets them, its process dies with them. */
extern struct faults faults;

#endif
