package dev.proxima.ffmpeg.mp4;

import dev.proxima.ffmpeg.mp4.Boxes.Box;
import dev.proxima.ffmpeg.mp4.Mp4File.Outer;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the frames of a file's video track are presented, by its tables; of several, of the one that FFmpeg would choose.
 * Reads the movie box and the headers of movie fragments, which is some 20 bytes a frame, and steps over the media.
 */
public final class Mp4Timing {

    private static final Logger LOG = LoggerFactory.getLogger(Mp4Timing.class);

    /** What may lie at the outermost level without a meaning for times. */
    private static final Set<String> WITHOUT_TIMES = Set.of(
            "ftyp", "styp", "mdat", "free", "skip", "wide", "pnot", "PICT", "uuid", "mfra", "emsg", "prft", "pdin",
            "ssix", "udta", "meta", "junk");

    private final Path source;
    private final PacketTimes times = new PacketTimes();
    private Track track;
    private Optional<Coding> coding = Optional.empty();
    private Fragments fragments;
    private final LeadSizes lead = new LeadSizes();
    private boolean hasSegmentIndex;
    private int videoTracks;

    private Mp4Timing(Path source) {
        this.source = source;
    }

    /** Takes the packets of a track, in the order of decoding. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * @param pts in ticks of the track's time scale, as FFmpeg tells it
         * @param key decoding may start here
         */
        void packet(long pts, boolean key);
    }

    /** Empty if the file is no mov or mp4, or if there is any doubt that its tables say what FFmpeg will do. */
    public static Optional<Mp4Timing> read(Path source) {
        Mp4Timing timing = new Mp4Timing(source);
        try (Mp4File file = Mp4File.open(source)) {
            timing.readBoxes(file);
            return Optional.of(timing);
        } catch (Doubt e) {
            LOG.debug("{} is scanned, as {}", source, e.getMessage());
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
            // numbers of a damaged file, which checks of their own would not make clearer
            LOG.debug("{} is scanned, as its tables are damaged", source, e);
        }
        return Optional.empty();
    }

    /** Whether a file that is known to be a mov or mp4 ends within one of its outermost boxes. */
    public static boolean isCutOff(Path source) {
        try (Mp4File file = Mp4File.open(source)) {
            return file.endsWithinABox();
        } catch (Doubt | IOException e) {
            return false;
        }
    }

    /** The track's identifier, which FFmpeg shows as that of the stream. */
    public long trackId() {
        return track.id();
    }

    /** Ticks a second. */
    public long timescale() {
        return track.timescale();
    }

    /** Whether there is another video track, whose samples lie among those of this one. */
    public boolean isOneOfSeveral() {
        return videoTracks > 1;
    }

    public int packets() {
        return times.count();
    }

    /** The size of the first frames, of at most 64. */
    public long bytesOf(int frames) {
        return lead.of(frames);
    }

    /** Packets that are not presented, as they are outside of the edit list, are left out. */
    public void forEach(Visitor visitor) {
        for (int position = 0; position < times.count(); position++) {
            visitor.packet(times.pts(position), times.key(position));
        }
    }

    /** Whether what is shown from the key frame of this time on refers to nothing before it; false if that is not known. */
    public boolean isCleanAccess(long pts) {
        OptionalLong place = times.placeOfKey(pts);
        return place.isPresent()
                && !isOneOfSeveral()
                && coding.filter(known -> CleanAccess.isAt(source, place.getAsLong(), known))
                        .isPresent();
    }

    private void readBoxes(Mp4File file) throws IOException, Doubt {
        for (Optional<Outer> next = file.next(); next.isPresent(); next = file.next()) {
            Outer box = next.get();
            switch (box.type()) {
                case "moov" -> {
                    Doubt.unless(track == null, "there are several moov");
                    readMovie(Boxes.in(file.content(box)), file.size());
                }
                case "moof" -> {
                    Doubt.unless(fragments != null, "there are fragments without their defaults");
                    fragments.add(box, file.content(box));
                }
                case "sidx" -> hasSegmentIndex = true;
                default -> Doubt.unless(WITHOUT_TIMES.contains(box.type()), "the box " + box.type() + " is unknown");
            }
        }
        Doubt.unless(track != null, "there is no moov");
        if (fragments != null) {
            finishFragments();
        }
        Doubt.unless(times.count() > 0, "there are no samples");
    }

    private void readMovie(Boxes movie, long fileSize) throws Doubt {
        Box header = movie.one("mvhd");
        Doubt.unless(movie.list().indexOf(header) < indexOf(movie, "trak"), "the movie's header follows its tracks");
        long timescale = Integer.toUnsignedLong(header.afterVersion().getInt(header.version() == 1 ? 16 : 8));
        Set<Long> names = new HashSet<>();
        Box chosen = null;
        boolean editsApply = true;
        boolean editsOfChosenApply = true;
        for (Box trak : movie.all("trak")) {
            Track read = Track.read(trak, timescale);
            editsApply &= read.hasSamplesInMovie();
            Doubt.unless(names.add(read.id()), "two tracks have one name");
            if (read.handler().equals("vide")) {
                videoTracks++;
                if (track == null || read.preference() > track.preference()) {
                    track = read;
                    chosen = trak;
                    editsOfChosenApply = editsApply;
                }
            }
        }
        Doubt.unless(track != null, "there is no video track");
        track.requireOrdinary(chosen);
        coding = track.coding();
        readTrack(movie, editsOfChosenApply, fileSize);
    }

    private void readTrack(Boxes movie, boolean editsApply, long fileSize) throws Doubt {
        long lastDts = Long.MIN_VALUE;
        Optional<Box> defaults = movie.optional("mvex");
        if (track.hasSamplesInMovie()) {
            Samples samples = Samples.read(track.tables(), SampleData.places(track.tables(), fileSize, lead));
            Doubt.unless(samples.shift() == 0 || defaults.isEmpty(), "the shift of fragments is unclear");
            lastDts = editsApply && track.edits().isPresent()
                    ? EditedTimes.edited(samples, track.edits().get(), times)
                    : EditedTimes.moved(samples, Fragments.startOf(track), times);
        }
        if (defaults.isPresent()) {
            fragments = new Fragments(track, defaults.get().inner(), lastDts, times, lead, fileSize);
        }
    }

    private void finishFragments() throws Doubt {
        long shift = fragments.shift();
        // FFmpeg finds the shift as it reads on: with an index, only after it has delivered the first packets
        boolean clear = !hasSegmentIndex && !track.hasSamplesInMovie();
        Doubt.unless(shift == 0 || clear, "the shift of fragments is unclear");
        times.shift(0, shift);
    }

    private static int indexOf(Boxes boxes, String type) throws Doubt {
        List<Box> list = boxes.list();
        for (int at = 0; at < list.size(); at++) {
            if (list.get(at).type().equals(type)) {
                return at;
            }
        }
        throw new Doubt("there is no " + type);
    }
}
