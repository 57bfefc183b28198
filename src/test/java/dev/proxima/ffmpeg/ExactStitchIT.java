package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.Preset;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stitched from segments is what the reference command makes in one pass, in all that ffprobe can tell. */
@Tag("media")
@Execution(ExecutionMode.CONCURRENT)
class ExactStitchIT {

    private static final List<Integer> SEGMENTS = List.of(1, 17);
    private static final String TONE = "sine=440:d=6.3:r=48000";
    private static final String OTHER_TONE = "sine=880:d=4.8:r=44100";

    @TempDir
    Path folder;

    static Stream<Arguments> clips() {
        return Stream.of(
                clip(
                        "og25.mp4",
                        dated(twoTracks(Lavfi.video("25", 6, Lavfi.H264_OPEN))).option("-timecode", "01:00:00:00")),
                clip("og23976.mp4", twoTracks(Lavfi.video("24000/1001", 6, Lavfi.H264_OPEN))),
                clip(
                        "og2997df.mov",
                        twoTracks(Lavfi.video("30000/1001", 6, Lavfi.H264_OPEN)).option("-timecode", "00:59:58;00")),
                clip(
                        "og5994.mp4",
                        twoTracks(Lavfi.video("60000/1001", 6, Lavfi.H264_OPEN)).option("-timecode", "01:00:00:00")),
                clip("og5994.mkv", twoTracks(Lavfi.video("60000/1001", 6, Lavfi.H264_OPEN))),
                clip(
                        "og2997df.mkv",
                        twoTracks(Lavfi.video("30000/1001", 6, Lavfi.H264_OPEN))
                                .option("-metadata", "timecode=01:00:00;00")),
                clip("closed.mp4", Lavfi.video("25", 6, Lavfi.H264_CLOSED)),
                clip("hevc.mp4", twoTracks(Lavfi.video("30000/1001", 6, Lavfi.H265_OPEN))),
                clip("hevc.mkv", twoTracks(Lavfi.video("24000/1001", 6, Lavfi.H265_OPEN))),
                clip("prores.mov", twoTracks(Lavfi.video("25", 6, Lavfi.PRORES)).option("-c:a", "pcm_s24le")),
                clip("mjpeg.mov", twoTracks(Lavfi.video("30", 6, Lavfi.MJPEG)).option("-c:a", "pcm_s16le")),
                clip("mjpeg.mkv", twoTracks(Lavfi.video("30", 6, Lavfi.MJPEG))),
                clip(
                        "late-video.mp4",
                        twoTracks(Lavfi.video("25", 6, Lavfi.H264_OPEN)).startingAt("0.5")),
                clip(
                        "late-video.mkv",
                        twoTracks(Lavfi.video("30000/1001", 6, Lavfi.H264_OPEN)).startingAt("0.5")),
                clip(
                        "late-audio.mp4",
                        Lavfi.video("25", 6, Lavfi.H264_OPEN)
                                .audioLater("0.7", TONE, "eng")
                                .audioLater("0.3", OTHER_TONE, "fra")),
                clip(
                        "interlaced.mov",
                        Lavfi.video("50", 6, List.of())
                                .audio(TONE, "eng")
                                .option(
                                        "-vf",
                                        "setsar=16/15,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,interlace")
                                .option(
                                        "-c:v",
                                        "libx264",
                                        "-preset",
                                        "ultrafast",
                                        "-flags",
                                        "+ildct+ilme",
                                        "-pix_fmt",
                                        "yuv420p")),
                clip(
                        "fragmented.mp4",
                        Lavfi.video("25", 6, Lavfi.H264_OPEN).option("-movflags", "+frag_keyframe+empty_moov")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void isEqualToTheSinglePass(String name, Lavfi clip) throws Exception {
        Path source = clip.write(folder.resolve(name));
        LocalEncode encode = new LocalEncode(source, folder);
        assertEqualToSinglePass(encode, LocalEncode.PRORES, SEGMENTS);
        assertEqualToSinglePass(encode, LocalEncode.DNXHR, List.of());
    }

    @Test
    void keepsWhatIsShownOfAClipThatWasCutInTheMiddleOfAGroup() throws Exception {
        Path whole = twoTracks(Lavfi.video("25", 8, Lavfi.H265_OPEN)).write(folder.resolve("whole.mp4"));
        Path source = folder.resolve("trimmed.mp4");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-ss",
                "1.5",
                "-i",
                whole.toString(),
                "-map",
                "0:v",
                "-map",
                "0:a",
                "-c",
                "copy",
                source.toString()));
        assertEqualToSinglePass(new LocalEncode(source, folder), LocalEncode.PRORES, SEGMENTS);
    }

    @Test
    void turnsThePictureAndKeepsChaptersAndLeavesOutCoverArt() throws Exception {
        Path plain = twoTracks(Lavfi.video("25", 6, Lavfi.H264_OPEN)).write(folder.resolve("plain.mp4"));
        Path cover = Lavfi.video("1", 1, List.of("-frames:v", "1")).write(folder.resolve("cover.png"));
        Path chapters = Files.writeString(folder.resolve("chapters.txt"), """
                ;FFMETADATA1
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=2500
                title=one
                [CHAPTER]
                TIMEBASE=1/1000
                START=2500
                END=6000
                title=two
                """);
        Path source = folder.resolve("source.mp4");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-display_rotation:v:0",
                "90",
                "-i",
                plain.toString(),
                "-i",
                cover.toString(),
                "-i",
                chapters.toString(),
                "-map",
                "1",
                "-map",
                "0:v",
                "-map",
                "0:a",
                "-map_chapters",
                "2",
                "-c",
                "copy",
                "-disposition:v:0",
                "attached_pic",
                source.toString()));
        LocalEncode encode = new LocalEncode(source, folder);
        assertThat(encode.clip().info().video().codec()).isEqualTo("h264");
        assertEqualToSinglePass(encode, LocalEncode.PRORES, SEGMENTS);
    }

    @Test
    void copesWithNamesThatMeanSomethingElsewhere() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("it's 50% of #1?, \u00e9 [a] & \"b\""));
        Path source = twoTracks(Lavfi.video("25", 2, Lavfi.H264_OPEN)).write(odd.resolve("-clip %03d.mp4"));
        assertEqualToSinglePass(new LocalEncode(source, odd), LocalEncode.PRORES, List.of(3));
    }

    /** The comparison is worth something: it sees one frame that is another. */
    @Test
    void findsADifferenceWhereThereIsOne() throws Exception {
        Path one = Lavfi.video("25", 1, Lavfi.MJPEG).write(folder.resolve("one.mov"));
        Path other = Lavfi.video("25", 1, Lavfi.MJPEG)
                .option("-vf", "drawbox=x=5:y=5:w=20:h=20:color=red:t=fill:enable='eq(n,7)'")
                .write(folder.resolve("other.mov"));
        assertThat(MediaComparison.differences(one, other)).anyMatch(line -> line.contains("pts=3584"));
    }

    private static void assertEqualToSinglePass(LocalEncode encode, Preset preset, List<Integer> counts)
            throws Exception {
        Path reference = encode.reference(preset);
        assertThat(MediaComparison.differences(reference, encode.stitched(preset, encode.splitting(preset, 3))))
                .as("%s in 3 segments that are split", preset.name())
                .isEmpty();
        for (int segments : counts) {
            assertThat(encode.plan(segments).segments()).hasSize(segments);
            Path stitched = encode.stitched(preset, segments);
            assertThat(MediaComparison.differences(reference, stitched))
                    .as("%s in %d segments", preset.name(), segments)
                    .isEmpty();
        }
    }

    private static Lavfi twoTracks(Lavfi clip) {
        return clip.audio(TONE, "eng").audio(OTHER_TONE, "fra").option("-ac", "2");
    }

    private static Lavfi dated(Lavfi clip) {
        return clip.option("-metadata", "creation_time=2024-01-02T03:04:05Z", "-metadata", "title=A title");
    }

    private static Arguments clip(String name, Lavfi clip) {
        return Arguments.of(name, clip);
    }
}
