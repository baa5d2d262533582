/* peak COMMAND...: runs a command, its stdout closed to us, and prints its largest resident memory
 * in KiB, its time of processor in milliseconds and its exit status. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long milliseconds(struct timeval time) {
    return (long)time.tv_sec * 1000 + (long)time.tv_usec / 1000;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        return 2;
    }
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
    printf("%ld %ld %d\n", usage.ru_maxrss,
           milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
