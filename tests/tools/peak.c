/* peak [--clock] COMMAND...: runs a command, its stdout closed to us, and prints its largest
 * resident memory in KiB, its time of processor in milliseconds and its exit status; with --clock
 * before them the microseconds of the clock from before its process is made until it is gone. */
#define _DEFAULT_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long milliseconds(struct timeval time) {
    return (long)time.tv_sec * 1000 + (long)time.tv_usec / 1000;
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int main(int argc, char **argv) {
    bool has_clock = argc > 1 && strcmp(argv[1], "--clock") == 0;
    argv += has_clock;
    if (argc < 2 + has_clock) {
        return 2;
    }
    long long from = now();
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) {
            _exit(127);
        }
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || waitpid(child, &status, 0) < 0 || getrusage(RUSAGE_CHILDREN, &usage)) {
        return 2;
    }
    if (has_clock) {
        printf("%lld ", now() - from);
    }
    printf("%ld %ld %d\n", usage.ru_maxrss,
           milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
