/* kill_at FOLDER N COMMAND...: runs a command and kills it (SIGKILL) at the N-th thing that happens
 * in FOLDER or FOLDER/tmp: a file opened, written, closed, renamed or removed. Ends with 0 if it
 * was killed, with 1 if it ended before. N = 0: lets it end and prints how many things happened. */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t start(char **command) {
    pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    return child;
}

/* Events there are to read, at most until the wanted one. */
static unsigned long count_events(int watch, unsigned long wanted) {
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    unsigned long n = 0;
    ssize_t size = read(watch, events, sizeof events);
    for (ssize_t at = 0; at < size;) {
        struct inotify_event event;
        memcpy(&event, events + at, sizeof event);
        at += (ssize_t)(sizeof event + event.len);
        n++;
        if (n == wanted) {
            break;
        }
    }
    return n;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        return 2;
    }
    char tmp[4096];
    unsigned long wanted = strtoul(argv[2], NULL, 10), n = 0;
    snprintf(tmp, sizeof tmp, "%s/tmp", argv[1]);
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch < 0 || inotify_add_watch(watch, argv[1], IN_ALL_EVENTS) < 0 ||
        inotify_add_watch(watch, tmp, IN_ALL_EVENTS) < 0) {
        perror("kill_at");
        return 2;
    }
    pid_t child = start(argv + 3);
    int status = 0;
    while (child > 0 && waitpid(child, &status, WNOHANG) == 0) {
        n += count_events(watch, wanted ? wanted - n : 0);
        if (wanted && n >= wanted) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            break;
        }
        poll(&(struct pollfd){.fd = watch, .events = POLLIN}, 1, 2);
    }
    n += wanted ? 0 : count_events(watch, 0);
    if (!wanted) {
        printf("%lu\n", n);
    }
    return WIFSIGNALED(status) ? 0 : 1;
}
