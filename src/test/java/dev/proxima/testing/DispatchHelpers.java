package dev.proxima.testing;

import dev.proxima.cluster.AttemptOutcome;
import dev.proxima.cluster.AttemptRunner;
import dev.proxima.job.PieceDigest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The main class of a JVM with helpers that pretend to encode, and remember when each attempt began. */
public final class DispatchHelpers {

    private DispatchHelpers() {}

    /** When an attempt was started. */
    public record Start(String attempt, long epochMicros) {

        public static Start parse(String line) {
            String[] words = line.split(" ");
            return new Start(words[0], Long.parseLong(words[1]));
        }

        @Override
        public String toString() {
            return attempt + ' ' + epochMicros;
        }
    }

    /**
     * Runs until standard input ends, then prints the starts.
     *
     * @param arguments folder, address of the seed, number of nodes, slots of each, milliseconds that a segment takes,
     *     identity of the cluster
     */
    public static void main(String[] arguments) throws Exception {
        Queue<Start> starts = new ConcurrentLinkedQueue<>();
        AttemptRunner runner = pretending(Long.parseLong(arguments[4]), starts);
        List<TestNode> nodes = new ArrayList<>();
        for (int node = 0; node < Integer.parseInt(arguments[2]); node++) {
            Path data = Path.of(arguments[0], "helper-" + node);
            nodes.add(
                    TestNode.helper(data, arguments[1], Integer.parseInt(arguments[3]), Path.of(arguments[5]), runner));
        }
        while (System.in.read() >= 0) {
            // until the bench has seen enough
        }
        starts.forEach(System.out::println);
        System.out.flush();
        nodes.forEach(TestNode::close);
    }

    private static AttemptRunner pretending(long millis, Queue<Start> starts) {
        return (order, segment, progress) -> {
            starts.add(new Start(order.id().entityId(), micros(Instant.now())));
            TimeUnit.MILLISECONDS.sleep(millis);
            return new AttemptOutcome.Succeeded(
                    new PieceDigest(FakeSteps.FRAMES_PER_SEGMENT, 1000, "hash"),
                    "segment-" + order.id().segment() + ".mov");
        };
    }

    public static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1000;
    }
}
