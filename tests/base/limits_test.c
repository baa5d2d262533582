/* What a process may use up: it dies of what is more, and only then. */
#define _DEFAULT_SOURCE
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/base.h"

static volatile unsigned long spun;

/* Computes until so many seconds of processor are used. */
static void spend(unsigned seconds) {
    struct rusage usage = {0};
    while ((unsigned)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) < seconds) {
        for (int i = 0; i < 100000; i++) {
            spun++;
        }
        getrusage(RUSAGE_SELF, &usage);
    }
}

static int in_process(void (*work)(void)) {
    int ending = 0;
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGXCPU, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
        limits_no_dump();
        work();
        _exit(0);
    }
    cr_assert(pid > 0 && waitpid(pid, &ending, 0) == pid);
    return ending;
}

static void spends_too_much(void) {
    limits_seconds(1);
    spend(30);
}

static void spends_anew(void) {
    for (unsigned i = 1; i < 4; i++) {
        limits_seconds(1);
        spend(i);
    }
}

static void writes_too_much(void) {
    char path[] = "/tmp/dengbao-limits-XXXXXX";
    int file = mkstemp(path);
    unlink(path);
    limits_file(10);
    if (write(file, "0123456789", 10) != 10) {
        _exit(1);
    }
    if (write(file, "0", 1) != -1) {
        _exit(2);
    }
}

Test(limits, a_process_dies_of_what_is_more) {
    int ending = in_process(spends_too_much);
    cr_assert(WIFSIGNALED(ending) && WTERMSIG(ending) == SIGXCPU);
    ending = in_process(writes_too_much);
    cr_assert(WIFSIGNALED(ending) && WTERMSIG(ending) == SIGXFSZ);
}

Test(limits, seconds_are_given_anew) {
    int ending = in_process(spends_anew);
    cr_assert(WIFEXITED(ending) && WEXITSTATUS(ending) == 0);
}

Test(limits, a_lower_limit_stays) {
    struct rlimit core = {0, 0}, before;
    cr_assert(setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096}) == 0);
    limits_file(1 << 20);
    cr_assert(getrlimit(RLIMIT_FSIZE, &before) == 0 && before.rlim_cur == 4096);
    limits_no_dump();
    cr_assert(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0);
}

Test(limits, names_and_numbers) {
    uint32_t cpu = 5, memory = 6;
    const struct limit_name known[] = {{"cpu", &cpu}, {"memory", &memory}};
    cr_assert(limits_set(known, 2, STR("memory"), 7) && memory == 7 && cpu == 5);
    cr_assert(!limits_set(known, 2, STR("cpu"), 0) && !limits_set(known, 2, STR("cpu"), -1));
    cr_assert(!limits_set(known, 2, STR("cpu"), 1000001) && !limits_set(known, 2, STR("cp"), 1));
    cr_assert(cpu == 5 && limits_set(known, 2, STR("cpu"), 1000000) && cpu == 1000000);
}
