/* How a run's end becomes an exit status. */
#include "cli/desk.h"

enum exit_status exit_status_of(enum batch_outcome outcome) {
    switch (outcome) {
    case BATCH_DONE:
        return EXIT_STATUS_DONE;
    case BATCH_INPUT_ERRORS:
        return EXIT_STATUS_INPUT_ERRORS;
    case BATCH_NOT_FOUND:
        return EXIT_STATUS_USAGE;
    case BATCH_FAILED:
        break;
    }
    return EXIT_STATUS_FAILED;
}
