package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.RefusalTable;
import dev.proxima.testing.TestFfmpeg;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clips that were made to have a node fetch an address or read another file. A server waits for a request that must not
 * come, and a secret film, which any of them would encode if it could, must not come out.
 */
@Tag("media")
class UntrustedClipIT {

    private static final RefusalTable TABLE = new RefusalTable("clips");
    private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

    @TempDir
    static Path folder;

    private static HttpServer server;
    private static String address;
    private static Path secret;

    @BeforeAll
    static void serve() throws IOException {
        secret = Lavfi.video("25", 1, Lavfi.MJPEG)
                .write(Files.createDirectory(folder.resolve("secrets")).resolve("secret.mov"));
        Lavfi.video("25", 1, Lavfi.H264_CLOSED).write(secret.resolveSibling("secret.ts"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] film = Files.readAllBytes(secret.resolveSibling("secret.ts"));
        server.createContext("/", exchange -> {
            REQUESTS.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, film.length);
            exchange.getResponseBody().write(film);
            exchange.close();
        });
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop(0);
        TABLE.print();
    }

    /** @param name without an extension: each is tried under several */
    record Trick(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trick> tricks() {
        String file = "file://" + secret.resolveSibling("secret.ts");
        return Stream.of(
                new Trick("HLS playlist of an address", hls(address + "/a.ts")),
                new Trick("HLS playlist of another file", hls(file)),
                new Trick("HLS playlist of a relative path", hls("secrets/secret.ts")),
                new Trick("HLS master playlist", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + address + "/b.m3u8\n"),
                new Trick(
                        "HLS playlist with a key",
                        hls("secrets/secret.ts")
                                .replace("#EXTINF", "#EXT-X-KEY:METHOD=AES-128,URI=\"" + address + "/key\"\n#EXTINF")),
                new Trick("HLS playlist of concat:", hls("concat:" + address + "/header.m3u8|" + secret)),
                new Trick("ffconcat script of an address", "ffconcat version 1.0\nfile '" + address + "/c.ts'\n"),
                new Trick("ffconcat script of another file", "ffconcat version 1.0\nfile '" + secret + "'\n"),
                new Trick("ffconcat script of a relative path", "ffconcat version 1.0\nfile secrets/secret.mov\n"),
                new Trick("DASH manifest", dash()),
                new Trick(
                        "SDP description",
                        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"),
                new Trick(
                        "SMIL/RTSP text link",
                        "RTSPtext\nrtsp://127.0.0.1:" + server.getAddress().getPort() + "/x\n"),
                new Trick(
                        "ASX playlist",
                        "<asx version=\"3.0\"><entry><ref href=\"" + address + "/d.wmv\"/></entry></asx>"),
                new Trick(
                        "QuickTime text link",
                        "<?xml version=\"1.0\"?><?quicktime type=\"application/x-quicktime-media-link\"?><embed src=\""
                                + address + "/e.mov\"/>"),
                new Trick("IMF composition", imf()),
                new Trick(
                        "VobSub index",
                        "# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\ntimestamp: 00:00:01:101, filepos: 000000000\n"),
                new Trick("AviSynth script", "DirectShowSource(\"" + secret + "\")\n"));
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void aListOfOtherFilesIsRefused(Trick trick) throws Exception {
        List<String> outcomes = new ArrayList<>();
        for (String extension : List.of("mp4", "ts", "m3u8", "mpd", "ffconcat", "sdp")) {
            Path clip = Files.writeString(folder.resolve("trick." + extension), trick.text());
            Throwable thrown = catchThrowable(() -> new ClipProbe(TestFfmpeg.build()).probe(clip));
            assertThat(thrown).as(extension).isInstanceOf(FailureException.class);
            assertThat(((FailureException) thrown).failure()).isInstanceOf(Failure.SourceUnreadable.class);
            assertThat(thrown.getMessage()).contains(clip.toString()).doesNotContain("\n");
            outcomes.add(thrown.getMessage().replace(clip.toString(), "CLIP"));
            assertThat(encodes(clip)).as("FFmpeg as an encode starts it").isFalse();
            Files.delete(clip);
        }
        assertThat(REQUESTS).isEmpty();
        TABLE.add(trick.name() + ", under 6 extensions", outcomes.get(0));
    }

    /** A movie without media of its own, whose track says by QuickTime's alias record that it is in the secret. */
    @Test
    void aMovieThatRefersToAnotherFileShowsNothingOfIt() throws Exception {
        Path clip = Files.write(folder.resolve("alias.mov"), referringTo(secret));
        Path elsewhere = folder.resolve("told.txt");
        TestFfmpeg.ffmpeg(List.of(
                "-y",
                "-enable_drefs",
                "1",
                "-use_absolute_path",
                "1",
                "-i",
                clip.toString(),
                "-f",
                "framecrc",
                elsewhere.toString()));
        assertThat(Files.readAllLines(elsewhere))
                .as("told to, FFmpeg follows it")
                .filteredOn(line -> !line.startsWith("#"))
                .hasSize(25);

        assertThat(pictures(clip)).isZero();
        TABLE.add(
                "a movie whose media is in another file (QuickTime alias record)",
                "no picture: the other file is not opened");
    }

    /** The guard is what keeps them out: the same FFmpeg without it follows an ffconcat script. */
    @Test
    void withoutTheGuardAScriptWouldBeFollowed() throws Exception {
        Path clip = Files.writeString(folder.resolve("proof.mp4"), "ffconcat version 1.0\nfile secrets/secret.mov\n");
        String packets = TestFfmpeg.ffprobe(
                "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", clip.toString());
        assertThat(packets.strip()).isEqualTo("25");
    }

    @Test
    void anOrdinaryClipIsStillOne() throws Exception {
        Path clip = Lavfi.video("25", 2, Lavfi.H264_OPEN).write(folder.resolve("ordinary.mkv"));
        assertThat(new LocalEncode(clip, folder).clip().info().video().frames()).isEqualTo(50);
    }

    /** Starts FFmpeg in the same way as an encode, whatever the probe said. */
    private static boolean encodes(Path clip) throws Exception {
        Path output = folder.resolve("out.nut");
        Files.deleteIfExists(output);
        List<String> command = List.of("-nostdin", "-y", "-i", clip.toString(), "-c", "copy", output.toString());
        ExitReport report = Runs.await(
                EncodeRun.start(TestFfmpeg.build(), command, EncodeRun.DEFAULT_STALL_TIMEOUT, progress -> {}));
        return report.succeeded();
    }

    /** How many pictures FFmpeg decodes of a clip when it is started in the way of an encode. */
    private static long pictures(Path clip) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        List<String> command = List.of("-nostdin", "-i", clip.toString(), "-f", "framecrc", "pipe:1");
        Runs.await(EncodeRun.lines(TestFfmpeg.build(), command, EncodeRun.DEFAULT_STALL_TIMEOUT, lines::add));
        return lines.stream().filter(line -> !line.startsWith("#")).count();
    }

    private static byte[] referringTo(Path target) throws IOException {
        byte[] movie = Files.readAllBytes(target);
        String text = new String(movie, StandardCharsets.ISO_8859_1);
        int moov = text.lastIndexOf("moov") - 4;
        int reference = text.indexOf("url \0\0\0\1", text.indexOf("dref", moov)) - 4;
        byte[] alias = alias(target);
        ByteBuffer tables = ByteBuffer.allocate(movie.length - moov + alias.length - 12);
        tables.put(movie, moov, reference - moov).put(alias).put(movie, reference + 12, movie.length - reference - 12);
        for (String box : List.of("moov", "trak", "mdia", "minf", "dinf", "dref")) {
            int size = text.indexOf(box, moov) - 4 - moov;
            tables.putInt(size, tables.getInt(size) + alias.length - 12);
        }
        return tables.array();
    }

    /** As FFmpeg reads it: 150 bytes of which it uses the levels of folders, and the absolute path as item 2. */
    private static byte[] alias(Path target) {
        byte[] path = target.toString().getBytes(StandardCharsets.UTF_8);
        int padded = path.length + path.length % 2;
        ByteBuffer alias = ByteBuffer.allocate(12 + 150 + 4 + padded + 4);
        alias.putInt(alias.capacity())
                .put("alis".getBytes(StandardCharsets.US_ASCII))
                .putInt(0);
        alias.position(12 + 150)
                .putShort((short) 2)
                .putShort((short) path.length)
                .put(path);
        alias.position(alias.capacity() - 4).putShort((short) -1).putShort((short) 0);
        return alias.array();
    }

    private static String hls(String media) {
        return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n" + media + "\n#EXT-X-ENDLIST\n";
    }

    private static String dash() {
        return """
                <?xml version="1.0"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" minBufferTime="PT1S"
                 profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">
                <Representation id="1" bandwidth="1" width="320" height="180" codecs="avc1.64001f"><BaseURL>ADDRESS/f.mp4</BaseURL>
                </Representation></AdaptationSet></Period></MPD>
                """.replace("ADDRESS", address);
    }

    private static String imf() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>urn:uuid:0</Id>
                <EditRate>25 1</EditRate><SegmentList/></CompositionPlaylist>
                """;
    }
}
