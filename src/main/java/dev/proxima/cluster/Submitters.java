package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Those who submitted a job and wait for an answer. They get it when the row of the job is in the journal, without which a
 * restarted coordinator would not know of it.
 */
final class Submitters {

    private enum Row {
        UNKNOWN,
        UNDER_WAY,
        DONE
    }

    private final List<ActorRef<JobActor.SubmitReply>> waiting = new ArrayList<>();
    private Row row = Row.UNKNOWN;

    void add(ActorRef<JobActor.SubmitReply> submitter) {
        waiting.add(submitter);
    }

    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    /** The job is another one now, of which there is no row. */
    void startAnew() {
        row = Row.UNKNOWN;
    }

    /** Whether the row has to be written for those who wait, which the caller then does. */
    boolean needRow() {
        if (!areWaiting() || row != Row.UNKNOWN) {
            return false;
        }
        row = Row.UNDER_WAY;
        return true;
    }

    /** @param done whether the row is in the journal; if not, it has to be tried again */
    void rowWritten(boolean done) {
        row = done ? Row.DONE : Row.UNKNOWN;
    }

    /** Answers if there is a row. */
    void answer() {
        if (row == Row.DONE) {
            waiting.forEach(submitter -> submitter.tell(new JobActor.SubmitReply(Optional.empty())));
            waiting.clear();
        }
    }
}
