package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.FFprobeResult;
import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.Rational;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What ffprobe lists of a clip, in the terms that a proxy is made in. */
record StreamListing(ProbeData format, List<ProbeData> streams) {

    private static final Set<String> WITH_FIELDS = Set.of("h264", "mpeg1video", "mpeg2video");

    /** Rates are told apart to a millionth; 24 and 24000/1001 differ by a thousandth. */
    private static final double SAME_RATE = 1e-6;

    static Optional<StreamListing> of(FFprobeResult result) {
        if (result.getFormat() == null || result.getStreams() == null) {
            return Optional.empty();
        }
        List<ProbeData> streams = result.getStreams().stream()
                .map(stream -> stream.getProbeData())
                .toList();
        return Optional.of(new StreamListing(result.getFormat().getProbeData(), streams));
    }

    String container() {
        return text(format, "format_name", "");
    }

    /** The container's start time; FFmpeg prints seconds with six decimals. */
    long startMicros() {
        return new BigDecimal(text(format, "start_time", "0")).movePointRight(6).longValueExact();
    }

    /** The video streams that are not cover art, in the order in which FFmpeg would choose one. */
    List<ProbeData> videos() {
        return ofKind("video")
                .filter(stream -> !isPicture(stream))
                .sorted(Comparator.comparingLong(StreamListing::preference).reversed())
                .toList();
    }

    /** FFmpeg's rule (map_auto_video): the largest picture, where a default stream counts as 5 million pixels larger. */
    private static long preference(ProbeData video) {
        long width = number(video, "width");
        return width * number(video, "height") + (hasDisposition(video, "default") ? 5_000_000 : 0);
    }

    /** Tracks that FFmpeg can decode, and a sentence for each that it cannot. */
    List<AudioTrack> audio(List<String> warnings) {
        List<AudioTrack> tracks = new ArrayList<>();
        ofKind("audio").forEach(stream -> {
            int index = stream.getInteger("index");
            Integer channels = stream.getInteger("channels");
            if (!hasDecoder(stream) || channels == null || channels == 0) {
                warnings.add("Audio stream " + index + " (" + text(stream, "codec_tag_string", "unknown")
                        + ") is left out, as FFmpeg has no decoder for it.");
            } else {
                int sampleRate = Integer.parseInt(stream.getString("sample_rate"));
                Optional<String> layout =
                        Optional.ofNullable(stream.getString("channel_layout")).filter(name -> !name.equals("unknown"));
                tracks.add(new AudioTrack(index, stream.getString("codec_name"), channels, sampleRate, layout));
            }
        });
        return tracks;
    }

    /** A sentence for each kind of stream that is in the clip and will not be in the proxy. */
    List<String> leftOut() {
        List<String> warnings = new ArrayList<>();
        if (videos().size() > 1) {
            warnings.add("Of " + videos().size() + " video streams, FFmpeg's choice is used: stream "
                    + videos().get(0).getInteger("index") + ".");
        }
        videos().stream()
                .findFirst()
                .filter(StreamListing::hasAlphaApart)
                .ifPresent(video -> warnings.add("Its alpha is left out, as FFmpeg's decoder of "
                        + video.getString("codec_name") + " does not read it."));
        if (ofKind("subtitle").findAny().isPresent()) {
            warnings.add("Subtitles are left out.");
        }
        // timecode is written anew; text is how QuickTime keeps chapters, which are kept
        List<String> data = ofKind("data")
                .filter(stream -> !"bin_data".equals(stream.getString("codec_name")))
                .map(stream -> text(stream, "codec_tag_string", "unknown"))
                .filter(tag -> !tag.equals("tmcd"))
                .distinct()
                .toList();
        if (!data.isEmpty()) {
            warnings.add("Data tracks are left out (" + String.join(", ", data) + ").");
        }
        return warnings;
    }

    /** WebM keeps alpha beside the pictures, as a stream of its own within each packet. */
    private static boolean hasAlphaApart(ProbeData video) {
        return tag(video, "alpha_mode").filter("1"::equals).isPresent();
    }

    Optional<String> timecode(ProbeData video) {
        return Stream.concat(Stream.of(video, format), streams.stream())
                .flatMap(part -> tag(part, "timecode").stream())
                .findFirst();
    }

    /** Tags are in lower case in QuickTime and in capitals in Matroska. */
    static Optional<String> tag(ProbeData part, String name) {
        ProbeData tags = part.getSubData("tags");
        return tags == null
                ? Optional.empty()
                : Stream.of(name, name.toUpperCase(Locale.ROOT))
                        .map(tags::getString)
                        .filter(Objects::nonNull)
                        .findFirst();
    }

    static boolean hasDecoder(ProbeData stream) {
        String codec = text(stream, "codec_name", "unknown");
        return !codec.equals("unknown") && !codec.equals("none");
    }

    static String text(ProbeData part, String name, String otherwise) {
        return Optional.ofNullable(part.getString(name)).orElse(otherwise);
    }

    /**
     * FFmpeg's rule (av_guess_frame_rate): the base rate, unless that is absurd beside the average, or counts the fields
     * of a codec that has them. 0 if unknown.
     */
    static Rational frameRate(ProbeData video) {
        Rational base = rate(video.getString("r_frame_rate"));
        Rational average = rate(video.getString("avg_frame_rate"));
        boolean absurd = base.compareTo(new Rational(210, 1)) > 0
                && average.isPositive()
                && average.compareTo(new Rational(70, 1)) < 0;
        boolean ofFields = WITH_FIELDS.contains(text(video, "codec_name", "unknown"))
                && base.equals(average.times(new Rational(2, 1)));
        return standard(absurd || ofFields || !base.isPositive() ? average : base);
    }

    /** Where times are in ms FFmpeg takes 60000/1001 for 19001/317 and the like, to which no editor conforms. */
    private static Rational standard(Rational rate) {
        long thousands = new Rational(1001, 1000).times(rate).scale(1);
        if (thousands == 0) {
            return rate;
        }
        Rational ntsc = new Rational(thousands * 1000, 1001);
        return Math.abs(rate.approximate() / ntsc.approximate() - 1) < SAME_RATE ? ntsc : rate;
    }

    private static Rational rate(String text) {
        return text == null || text.endsWith("/0") ? Rational.ZERO : Rational.parse(text);
    }

    private Stream<ProbeData> ofKind(String kind) {
        return streams.stream().filter(stream -> kind.equals(stream.getString("codec_type")));
    }

    private static boolean isPicture(ProbeData stream) {
        return hasDisposition(stream, "attached_pic") || hasDisposition(stream, "timed_thumbnails");
    }

    private static boolean hasDisposition(ProbeData stream, String name) {
        ProbeData disposition = stream.getSubData("disposition");
        return disposition != null && number(disposition, name) == 1;
    }

    private static int number(ProbeData part, String name) {
        Integer value = part.getInteger(name);
        return value == null ? 0 : value;
    }
}
