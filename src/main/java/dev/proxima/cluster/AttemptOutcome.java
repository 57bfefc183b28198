package dev.proxima.cluster;

import dev.proxima.job.Failure;
import dev.proxima.job.PieceDigest;

/** How an attempt ended on its node. */
public sealed interface AttemptOutcome {

    /** @param file name of the result in the work directory of the job */
    record Succeeded(PieceDigest digest, String file) implements AttemptOutcome {}

    record Failed(Failure failure) implements AttemptOutcome {}

    /** It was told to stop; nothing is left of it. */
    record Stopped() implements AttemptOutcome {}
}
