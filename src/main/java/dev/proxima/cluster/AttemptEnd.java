package dev.proxima.cluster;

import dev.proxima.job.Failure;

/** How an attempt ended, as far as it tells of its node. */
enum AttemptEnd {
    SUCCEEDED,
    FAILED,
    /** Failed, as its node does not see the job's files: there is no use in giving it more of them. */
    UNSEEN,
    /** Stopped, or its node went away: it says nothing. */
    GONE;

    static AttemptEnd by(Failure failure) {
        if (failure instanceof Failure.NodeLost || failure instanceof Failure.GivenBack) {
            return GONE;
        }
        return failure.ofTheNode() ? UNSEEN : FAILED;
    }
}
