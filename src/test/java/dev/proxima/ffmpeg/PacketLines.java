package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import dev.proxima.job.FailureException;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packets of a clip's first video stream as lines such as {@code 1024 key}, in the order of decoding. */
final class PacketLines {

    private PacketLines() {}

    /** Empty if the tables are not relied on. */
    static List<String> tables(Path source) throws FailureException, InterruptedException {
        IndexedSource indexed = IndexedSource.open(TestFfmpeg.build(), source);
        ProbeData video = video(indexed);
        return indexed.isByTables(video) ? lines(indexed.timing(video, share -> {})) : List.of();
    }

    static List<String> scan(Path source) throws FailureException, InterruptedException {
        IndexedSource indexed = IndexedSource.open(TestFfmpeg.build(), source);
        int stream = video(indexed).getInteger("index");
        return lines(PacketTiming.scan(TestFfmpeg.build(), source, stream, share -> {}));
    }

    private static ProbeData video(IndexedSource indexed) {
        return StreamListing.of(indexed.description()).orElseThrow().videos().get(0);
    }

    private static List<String> lines(PacketTiming timing) throws FailureException, InterruptedException {
        List<String> lines = new ArrayList<>();
        timing.tell(new PacketTiming.Visitor() {
            @Override
            public void packet(long pts, boolean key) {
                lines.add(pts + (key ? " key" : ""));
            }

            @Override
            public void packetWithoutTime(boolean key) {
                lines.add("no time");
            }
        });
        return lines;
    }
}
