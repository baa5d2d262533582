/* Inner header of cli: how the process gets its memory, and what becomes of it when there is none.
 */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

/* Says that there is no memory left, unless this is a process that the program forked, and ends it
 * as a run that could not finish. What stands under a final name is whole by then as ever. */
_Noreturn void memory_end(void);
/* To be called once, first. From then on the system is asked for memory in large pages, where it
 * has them: most of a short run is otherwise spent on faults, one for every 4 KiB that is touched
 * first.
 */
void memory_prepare(void);

#endif
