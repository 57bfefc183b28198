package dev.proxima.cluster;

import dev.proxima.job.Failure;

/** How an attempt ended, as far as it tells of its node. */
enum AttemptEnd {
    SUCCEEDED,
    FAILED,
    /** Failed, as its node does not see the clip: there is no use in giving it more of that folder. */
    UNSEEN,
    /** Stopped, or its node went away: it says nothing. */
    GONE;

    static AttemptEnd by(Failure failure, String source) {
        if (failure instanceof Failure.NodeLost || failure instanceof Failure.GivenBack) {
            return GONE;
        }
        return failure instanceof Failure.OutOfReach missing && missing.path().equals(source) ? UNSEEN : FAILED;
    }
}
