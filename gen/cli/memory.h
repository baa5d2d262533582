/* Inner header of cli: how the process gets its memory. */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

/* Asks the system for memory in large pages, where it has them: most of a short run is otherwise
 * spent on faults, one for every 4 KiB that is touched first. Changes nothing where it has none. */
void memory_prepare(void);

#endif
