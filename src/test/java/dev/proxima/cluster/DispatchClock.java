package dev.proxima.cluster;

import akka.persistence.journal.WriteEventAdapter;
import dev.proxima.job.JobEvent;
import dev.proxima.testing.DispatchHelpers;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Notes when each order of an attempt is handed to the journal, which is before anything else is done about it. */
public final class DispatchClock implements WriteEventAdapter {

    /** In microseconds of the epoch, by segment and attempt; of one job only, as the event does not name it. */
    static final Map<String, Long> ORDERS = new ConcurrentHashMap<>();

    static String key(int segment, int attempt) {
        return segment + "|" + attempt;
    }

    @Override
    public String manifest(Object event) {
        return "";
    }

    @Override
    public Object toJournal(Object event) {
        note((JobEvent) event, DispatchHelpers.micros(Instant.now()));
        return event;
    }

    private static void note(JobEvent event, long micros) {
        if (event instanceof JobEvent.SegmentDispatched order) {
            ORDERS.put(key(order.segment(), order.attempt()), micros);
        } else if (event instanceof JobEvent.Together all) {
            all.events().forEach(each -> note(each, micros));
        }
    }
}
