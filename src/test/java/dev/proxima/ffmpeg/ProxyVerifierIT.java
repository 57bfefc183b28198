package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.FailureException;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Right proxies pass, and each way to be wrong is found by its name. */
@Tag("media")
class ProxyVerifierIT {

    private static final List<String> ALL = List.of("-map", "0:v", "-map", "0:a");

    @TempDir
    Path folder;

    private Path source;
    private Path proxies;

    @BeforeEach
    void makeSource() throws Exception {
        proxies = Files.createDirectory(folder.resolve("Proxy"));
        source = Lavfi.video("25", 3, Lavfi.H264_OPEN)
                .audio("sine=440:d=3:r=48000", "eng")
                .audio("sine=880:d=2.8:r=44100", "fra")
                .option("-timecode", "01:00:00:00")
                .write(folder.resolve("A001.mp4"));
    }

    @Test
    void whatProximaMakesIsRight() throws Exception {
        Path stitched = new LocalEncode(source, proxies).stitched(LocalEncode.PRORES, 3);
        assertThat(wrong(Files.move(stitched, proxies.resolve("A001.mov")))).isEmpty();
    }

    @Test
    void saysWhereThereIsNoRoomForPictures() {
        Path scratch = folder.resolve("gone");
        assertThat(catchThrowableOfType(
                                FailureException.class,
                                () -> new ProxyVerifier(TestFfmpeg.build(), scratch).verify(source, source))
                        .failure()
                        .message())
                .isEqualTo(
                        "The pictures to compare could not be kept in " + scratch + ": see whether its drive is full.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scale=160:90",
                "hflip",
                "hflip,vflip",
                "eq=contrast=0.6:brightness=0.2",
                "drawbox=x=100:y=140:w=120:h=24:color=black:t=fill"
            })
    void picturesThatWereChangedOnPurposePass(String filter) throws Exception {
        assertThat(wrong(proxy("A001.mov", ALL, filter))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // one frame later: the first one twice, the last one gone
                "trim=end_frame=74,tpad=start=1:start_mode=clone | Frames 1 to 74 of the proxy show the source from frame 0 on",
                // the same the other way round
                "trim=start_frame=1,setpts=N,tpad=stop=1:stop_mode=clone | Frames 0 to 73 of the proxy show the source from frame 1 on",
                // frame 40 is shown twice, and 41 is not
                "select=not(eq(n\\,41)),setpts=N+gte(N\\,41),fps=25 | Frame 41 of the proxy shows source frame 40",
                "drawbox=t=fill:color=gray:enable=eq(n\\,30) | Frame 30 of the proxy shows nothing of the source",
            })
    void findsWrongPictures(String filter, String sentence) throws Exception {
        assertThat(wrong(proxy("A001.mov", ALL, "settb=1/25," + filter)))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.name()).isEqualTo("pictures");
                    assertThat(check.message()).startsWith(sentence);
                });
    }

    @Test
    void findsAMissingFrame() throws Exception {
        List<ProxyCheck> found = wrong(proxy("A001.mov", ALL, "settb=1/25,select=not(eq(n\\,41)),setpts=N"));
        assertThat(found).extracting(ProxyCheck::name).containsExactly("frames", "pictures");
        assertThat(found.get(0).message()).contains("75 frames, the proxy 74");
        assertThat(found.get(1).message()).startsWith("Frames 41 to 73 of the proxy show the source from frame 42 on");
    }

    @Test
    void findsAnotherTimecode() throws Exception {
        assertOnly("timecode", wrong(proxy("A001.mov", ALL, "null", "-timecode", "01:00:00:01")));
    }

    @Test
    void findsAMissingAudioTrack() throws Exception {
        assertOnly("audio", wrong(proxy("A001.mov", List.of("-map", "0:v", "-map", "0:a:0"), "null")));
    }

    @Test
    void findsShortAudio() throws Exception {
        assertOnly("audio", wrong(proxy("A001.mov", ALL, "null", "-filter:a:1", "atrim=end=2.7")));
    }

    @Test
    void findsAnotherName() throws Exception {
        assertOnly("name", wrong(proxy("A001_proxy.mov", ALL, "null")));
    }

    @Test
    void findsAnotherAspect() throws Exception {
        assertOnly("aspect", wrong(proxy("A001.mov", ALL, "scale=240:180,setsar=1")));
    }

    @Test
    void findsAnotherRate() throws Exception {
        assertThat(wrong(proxy("A001.mov", ALL, "settb=1/24,setpts=N", "-enc_time_base:v", "1/24")))
                .extracting(ProxyCheck::name)
                .contains("rate", "timestamps");
    }

    @Test
    void findsAFrameAtAnotherTime() throws Exception {
        Path proxy = proxy("A001.mov", ALL, "settb=1/25000,setpts=PTS+400*eq(N\\,20)", "-enc_time_base:v", "1/25000");
        assertThat(wrong(proxy))
                .filteredOn(check -> check.name().equals("timestamps"))
                .singleElement()
                .extracting(ProxyCheck::message)
                .asString()
                .startsWith("Frame 20 is shown at 0.800000 s of the source and at 0.816000 s of the proxy");
    }

    private static void assertOnly(String name, List<ProxyCheck> wrong) {
        assertThat(wrong).extracting(ProxyCheck::name).containsExactly(name);
    }

    private List<ProxyCheck> wrong(Path proxy) throws Exception {
        return new ProxyVerifier(TestFfmpeg.build())
                .verify(source, proxy).stream().filter(check -> !check.ok()).toList();
    }

    private Path proxy(String name, List<String> maps, String filter, String... options) {
        Path proxy = proxies.resolve(name);
        List<String> command = new ArrayList<>(List.of("-nostdin", "-y", "-i", source.toString()));
        command.addAll(maps);
        command.addAll(List.of("-vf", filter, "-fps_mode", "passthrough", "-c:v", "prores", "-profile:v", "0"));
        command.addAll(List.of("-c:a", "pcm_s16le"));
        command.addAll(List.of(options));
        command.add(proxy.toString());
        TestFfmpeg.ffmpeg(command);
        return proxy;
    }
}
