package dev.proxima.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.media.BurnIn;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureSize;
import dev.proxima.media.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    Path home;

    private String homeBefore;

    @BeforeEach
    void useHome() throws IOException {
        Files.createDirectory(home.resolve("conf"));
        homeBefore = System.getProperty("proxima.home");
        System.setProperty("proxima.home", home.toString());
    }

    @AfterEach
    void restoreHome() {
        if (homeBefore == null) {
            System.clearProperty("proxima.home");
        } else {
            System.setProperty("proxima.home", homeBefore);
        }
    }

    @Test
    void hasExactlyTheseDefaults() {
        Settings settings = Settings.load(Map.of());
        Path own = Path.of(System.getProperty("user.home"), ".proxima");

        assertThat(settings)
                .isEqualTo(new Settings(
                        own,
                        "127.0.0.1",
                        25520,
                        new Settings.Http(true, "127.0.0.1", 8980, 1000),
                        List.of("coordinator", "encoder"),
                        List.of(),
                        new Settings.Security(0, Duration.ofHours(24), Duration.ofDays(30), Optional.empty()),
                        Capacity.of(Runtime.getRuntime().availableProcessors(), true, 0, 0),
                        new Manners(EncodeHours.parse(""), false, Duration.ofMinutes(5), 512L << 20),
                        true,
                        Optional.empty(),
                        own,
                        Duration.ofSeconds(60),
                        new Settings.Limits(10, 32L << 30, Duration.ofHours(24)),
                        List.of(),
                        "prores-proxy",
                        settings.presets(),
                        settings.raw()));
        assertThat(settings.preset("prores-proxy")).contains(proresProxy());
        assertThat(settings.preset("dnxhr-lb")).contains(dnxhrLb());
        assertThat(settings.presetNames())
                .isEqualTo("dnxhr-hqx, dnxhr-lb, dnxhr-sq, h264, h264-amf, h264-nvenc, h264-qsv, h264-videotoolbox, "
                        + "h265-10bit, h265-amf, h265-nvenc, h265-qsv, mjpeg, prores-422, prores-4444, prores-lt, "
                        + "prores-proxy, prores-videotoolbox");
        assertThat(settings.preset("nope")).isEmpty();
    }

    @Test
    void takesTheCommandLineOverTheFileOverTheDefaults() throws IOException {
        write("""
                proxima {
                  slots = 3
                  port = 25521
                  http { port = 0, enabled = off }
                  default-preset = mine
                  presets.mine {
                    description = "H.264, small", extension = mov, encoder = libx264, kind = long-gop
                    video = ["-crf", "20"], audio = ["-c:a", "pcm_s24le"]
                    size = "1/2", upscale = on, lut = "/luts/log to 709.cube"
                    burn-in { timecode = on, font = "/fonts/mono.ttf" }
                  }
                }
                """);

        Settings settings = Settings.load(Map.of(
                "proxima.port",
                0,
                "proxima.roles",
                List.of("encoder"),
                "proxima.join",
                List.of("seed:25520", "[::1]:25521"),
                "proxima.ffmpeg.dir",
                "/opt/ffmpeg/bin"));

        assertThat(settings.slots()).isEqualTo(3);
        assertThat(settings.port()).isZero();
        assertThat(settings.http()).isEqualTo(new Settings.Http(false, "127.0.0.1", 0, 1000));
        assertThat(settings.roles()).containsExactly("encoder");
        assertThat(settings.join()).containsExactly("seed:25520", "[::1]:25521");
        assertThat(settings.ffmpegDir()).contains(Path.of("/opt/ffmpeg/bin"));
        assertThat(settings.defaultPreset()).isEqualTo("mine");
        assertThat(settings.preset("mine"))
                .contains(new Preset(
                        "mine",
                        "H.264, small",
                        "mov",
                        "libx264",
                        List.of("-crf", "20"),
                        List.of("-c:a", "pcm_s24le"),
                        Preset.Kind.LONG_GOP,
                        List.of(),
                        List.of(),
                        new PictureSettings(
                                DataLevel.AUTO,
                                Flip.NONE,
                                new PictureSize(2, 0),
                                true,
                                Optional.of("/luts/log to 709.cube"),
                                new BurnIn(true, false, false, Optional.of("/fonts/mono.ttf")))));
    }

    @Test
    void leavesAkkaToTheFile() throws IOException {
        write("akka.loglevel = DEBUG\nproxima.planning-dispatcher.thread-pool-executor.fixed-pool-size = 8");

        assertThat(Settings.load(Map.of()).raw().getString("akka.loglevel")).isEqualTo("DEBUG");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            proxima.slot = 4                     | There is no setting proxima.slot: did you mean proxima.slots?
            proxima.slts = 4                     | There is no setting proxima.slts: did you mean proxima.slots?
            proxima.http.prot = 1                | There is no setting proxima.http.prot: did you mean proxima.http.port?
            proxima.completely-unknown = 1       | There is no setting proxima.completely-unknown: see reference.conf for all that there are.
            proxima.presets.prores-proxy.vdeo=[] | There is no setting proxima.presets.prores-proxy.vdeo: did you mean proxima.presets.prores-proxy.video?
            proxima.presets.mjpeg.colour-matrix=1 | There is no setting proxima.presets.mjpeg.colour-matrix: a preset has alpha, audio, burn-in, description, encoder, extension, interlaced, kind, lut, size, upscale, video.
            proxima.slots = many                 | proxima.slots has type STRING rather than NUMBER.
            proxima.jobs.limit = 0               | Invalid value at 'proxima.jobs.limit': it is 0, so no job is ever taken.
            proxima.media-roots = [media]        | Invalid value at 'proxima.media-roots': media is not an absolute path.
            proxima.encode-hours = at night      | Invalid value at 'proxima.encode-hours': hours are written as 20:00-07:00, several with commas.
            proxima.ffmpeg.nice = 20             | Invalid value at 'proxima.ffmpeg.nice': it is not between 0 and 19.
            proxima.presets.mjpeg.encoder = []   | proxima.conf: 2: proxima.presets.mjpeg.encoder must be one text.
            proxima.light = yes                  | Invalid value at 'proxima.light': it must be one of auto, on, off.
            proxima.slots = -1                   | Invalid value at 'proxima.slots': it is less than 0.
            proxima.port = 65536                 | Invalid value at 'proxima.port': it is no port, which is between 0 and 65535.
            proxima.http.port = -1               | Invalid value at 'proxima.http.port': it is no port, which is between 0 and 65535.
            proxima.host = ""                    | Invalid value at 'proxima.host': it is empty.
            proxima.roles = []                   | Invalid value at 'proxima.roles': a node is a coordinator, an encoder or both.
            proxima.roles = [encodr]             | Invalid value at 'proxima.roles': a node is a coordinator, an encoder or both.
            proxima.join = [seed]                | Invalid value at 'proxima.join': seed is not of the form host:port.
            proxima.ffmpeg.stall-timeout = 0s    | Invalid value at 'proxima.ffmpeg.stall-timeout': it is not longer than 0.
            proxima.ffmpeg.stall-timeout = soon  | Invalid value at 'proxima.ffmpeg.stall-timeout': No number in duration value 'soon'.
            proxima.default-preset = nope        | Invalid value at 'proxima.default-preset': there is no preset nope, only dnxhr-hqx, dnxhr-lb, dnxhr-sq, h264, h264-amf, h264-nvenc, h264-qsv, h264-videotoolbox, h265-10bit, h265-amf, h265-nvenc, h265-qsv, mjpeg, prores-422, prores-4444, prores-lt, prores-proxy, prores-videotoolbox.
            proxima.presets.x { extension=mov }  | proxima.conf: 2: The preset "x" has no description.
            proxima.presets.x = fast             | proxima.conf: 2: The preset "x" must be a block in braces.
            proxima.presets.mjpeg.kind = intre   | proxima.conf: 2: proxima.presets.mjpeg.kind must be intra or long-gop, not "intre".
            proxima.presets.mjpeg.size = 1/3     | proxima.conf: 2: proxima.presets.mjpeg.size must be original, 1/2, 1/4 or height=N with an even N, not "1/3".
            proxima.presets.mjpeg.video = -q     | proxima.conf: 2: proxima.presets.mjpeg.video must be a list of words such as ["-profile:v", "0"].
            proxima.presets.mjpeg.audio = []     | proxima.conf: 2: proxima.presets.mjpeg.audio must name a PCM encoder, such as ["-c:a", "pcm_s16le"].
            proxima.presets.mjpeg.upscale = 3    | proxima.conf: 2: proxima.presets.mjpeg.upscale must be on or off.
            proxima.presets.mjpeg.lut = a.cube   | proxima.conf: 2: proxima.presets.mjpeg.lut must be an absolute path, the same on all nodes.
            proxima.presets.mjpeg.burn-in = on   | proxima.conf: 2: proxima.presets.mjpeg.burn-in must be a block in braces.
            proxima.presets.mjpeg.extension=mkv  | proxima.conf: 2: proxima.presets.mjpeg.extension must be mov, not "mkv".
            proxima.presets.mjpeg.burn-in.tmecode=on | proxima.conf: 2: There is no setting proxima.presets.mjpeg.burn-in.tmecode: did you mean proxima.presets.mjpeg.burn-in.timecode?
            """)
    void saysInOneSentenceWhatIsWrongAndWhere(String line, String sentence) throws IOException {
        write("# first line\n" + line);

        assertThatThrownBy(() -> Settings.load(Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .message()
                .startsWith("The settings cannot be used: ")
                .endsWith(sentence)
                .doesNotContain("\n");
    }

    @Test
    void namesTheFileAndLineOfAMistake() throws IOException {
        write("proxima {\n  slots = many\n}\n");

        assertThatThrownBy(() -> Settings.load(Map.of())).hasMessageContaining("proxima.conf: 2: ");
    }

    @Test
    void namesTheCommandLine() {
        assertThatThrownBy(() -> Settings.load(Map.of("proxima.port", "x"))).hasMessageContaining("the command line: ");
    }

    @Test
    void saysWhereAFileCannotBeRead() throws IOException {
        write("proxima {\n  slots = 1\n");

        assertThatThrownBy(() -> Settings.load(Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("proxima.conf: 3");
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve("conf").resolve("proxima.conf"), text);
    }

    private static Preset proresProxy() {
        return new Preset(
                "prores-proxy",
                "ProRes 422 Proxy, 10 bit: small, edits smoothly everywhere",
                "mov",
                "prores",
                List.of("-profile:v", "0", "-pix_fmt", "yuv422p10le"),
                List.of("-c:a", "pcm_s16le"),
                Preset.Kind.INTRA,
                List.of("-flags", "+ildct"),
                List.of(),
                PictureSettings.PLAIN);
    }

    private static Preset dnxhrLb() {
        return new Preset(
                "dnxhr-lb",
                "DNxHR LB, 8 bit: for teams that share with Avid, or edit on Windows",
                "mov",
                "dnxhd",
                List.of("-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p"),
                List.of("-c:a", "pcm_s16le"));
    }
}
