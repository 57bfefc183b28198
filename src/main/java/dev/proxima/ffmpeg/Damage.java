package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import dev.proxima.media.Rational;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells from a clip's packets, and from what it claims to hold, whether some of it is missing. */
final class Damage {

    /** What demuxers say; what decoders say tells nothing, as they complain about healthy clips as well. */
    private static final Pattern FROM_DEMUXER =
            Pattern.compile("\\[(matroska|mov|avi|mpegts|mpeg|mxf|flv|ogg|dv)[^]]*] .*");

    /** FFmpeg's own word for how bad a line is, whatever the library that says it and its words. */
    private static final Pattern AT_FAULT = Pattern.compile("\\[(error|fatal|panic)] ");

    /**
     * What decoders of healthy clips say of references that were before the seek, and of pictures before the first header in
     * a stream that starts between two key frames: none of these pictures is shown.
     *
     * <p>The illegal buffer state is the same at a jump of an edit list, where the single pass says it too, as FFmpeg does
     * not reset the decoder there: a reference of before the jump has the number of the new picture and gives way to it.
     * Until then it stands behind all those of after the jump in the list that pictures refer to.
     */
    private static final Pattern OF_A_SEEK = Pattern.compile("mmco: unref short failure"
            + "|reference picture missing during reorder"
            + "|Missing reference picture"
            + "|illegal short term buffer state detected"
            + "|co located POCs unavailable"
            + "|first frame is no keyframe"
            + "|number of reference frames .* exceeds max"
            + "|Could not find ref with POC"
            + "|Error constructing the frame RPS"
            + "|non-existing [SP]PS"
            + "|[SP]PS id out of range"
            + "|decode_slice_header error"
            + "|no frame!");

    /** Headers of AVI count a few pictures too many. */
    private static final long UNIMPORTANT_PICTURES = 2;

    private static final double UNIMPORTANT_SECONDS = 0.5;

    private Damage() {}

    static boolean isSaidBy(String line) {
        return FROM_DEMUXER.matcher(line).matches();
    }

    /**
     * Whether a line of an encode's output tells of something that could not be decoded. What stands in for it may depend on
     * where decoding started. Lines that nobody has met yet do: to cut such a clip is not worth a wrong picture.
     */
    static boolean isToldBy(String line) {
        return AT_FAULT.matcher(line).find() && !OF_A_SEEK.matcher(line).find();
    }

    /** A sentence for the user; empty if nothing seems to be missing. */
    static Optional<String> of(StreamListing listing, ProbeData video, FrameScan scan, Rational rate) {
        double present = scan.seconds(Rational.parse(video.getString("time_base")), rate);
        long missing = listed(video) - scan.packetsRead();
        boolean broken = scan.isDamaged()
                || (scan.packetsRead() > 0 && missing > UNIMPORTANT_PICTURES && !isFilled(video, present, rate));
        if (!broken) {
            return Optional.empty();
        }
        double claimed = claimedSeconds(listing, video, rate);
        return Optional.of(
                claimed - present > UNIMPORTANT_SECONDS
                        ? seconds(present) + " of " + seconds(claimed)
                                + " s are in the file, which broke off or is damaged: the proxy holds what is left."
                        : "The file is damaged: pictures that are missing or wrong in it are so in the proxy.");
    }

    /** A sentence for a file of which all pictures are there, but that ends within its media. */
    static Optional<String> ofCutOff(boolean cutOff) {
        return cutOff
                ? Optional.of("The file breaks off before its end: sound that is missing in it is so in the proxy.")
                : Optional.empty();
    }

    /** A sentence for pictures that are in the file but did not come out of the decoder, or are more than expected. */
    static Optional<String> afterDecoding(long expected, long decoded) {
        return expected == decoded
                ? Optional.empty()
                : Optional.of(
                        ("The proxy has %,d pictures where the clip lists %,d: FFmpeg decodes no others in one pass "
                                        + "either, as the clip is damaged or was cut where decoding cannot begin.")
                                .formatted(decoded, expected));
    }

    /** An edit list may leave pictures out, and FFmpeg tells the length that it leaves. */
    private static boolean isFilled(ProbeData video, double present, Rational rate) {
        double length = number(video.getString("duration"));
        return length > 0 && rate.isPositive() && present >= length - UNIMPORTANT_PICTURES / rate.approximate();
    }

    private static long listed(ProbeData video) {
        String count = video.getString("nb_frames");
        return count == null || count.equals("N/A") ? 0 : Long.parseLong(count);
    }

    /** The longest of what stream, tags, count and container say. */
    private static double claimedSeconds(StreamListing listing, ProbeData video, Rational rate) {
        double claimed = rate.isPositive() ? listed(video) / rate.approximate() : 0;
        claimed = Math.max(claimed, number(video.getString("duration")));
        Optional<String> tag = StreamListing.tag(video, "DURATION");
        if (tag.isPresent()) {
            String[] parts = tag.get().split(":");
            return parts.length == 3
                    ? Math.max(claimed, 3600 * number(parts[0]) + 60 * number(parts[1]) + number(parts[2]))
                    : claimed;
        }
        return claimed > 0 ? claimed : number(StreamListing.text(listing.format(), "duration", "0"));
    }

    private static double number(String text) {
        try {
            return text == null ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 100 ? "%.1f" : "%,.0f", seconds);
    }
}
