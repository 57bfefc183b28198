package dev.proxima.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * How many threads FFmpeg takes for the decoder, the filters and the encoder of a segment. It would take one for each
 * core, in each of the processes that run at once. What intra encoders write is the same with any number.
 */
public record ThreadLimit(int threads) {

    public ThreadLimit {
        if (threads < 1) {
            throw new IllegalArgumentException("FFmpeg cannot work on " + threads + " threads");
        }
    }

    /** The options go to the first input and to the first output, the one that is encoded. */
    List<String> applyTo(List<String> command) {
        String number = Integer.toString(threads);
        List<String> limited = new ArrayList<>(command);
        int encoder = limited.indexOf("-c:v") + 2;
        limited.addAll(encoder, List.of("-threads:v", number));
        limited.addAll(limited.indexOf("-i"), List.of("-filter_threads", number, "-threads", number));
        return List.copyOf(limited);
    }
}
