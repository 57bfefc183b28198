package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.FailureException;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraRawTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "A001_C001.R3D, REDCODE RAW, RED's REDCINE-X PRO",
        "A001.braw, Blackmagic RAW, the Blackmagic Proxy Generator",
        "A001.ari, ARRIRAW, ARRI Reference Tool",
        "A001.crm, Canon Cinema RAW, Canon's Cinema RAW Development",
        "A001.RMF, Canon Cinema RAW, Canon's Cinema RAW Development",
        "A001.nev, Nikon N-RAW, Nikon's NX Studio",
        "A001.dng, CinemaDNG, Adobe's Media Encoder",
        "A001.zraw, Z CAM ZRAW, Z CAM's ZRAW Converter"
    })
    void refusesByExtensionAndNamesATool(String name, String what, String tool) throws Exception {
        Path clip = Files.write(folder.resolve(name), new byte[] {1, 2, 3});
        assertThat(refusal(clip))
                .isEqualTo(clip + " cannot be made into a proxy: it is " + what
                        + ", which FFmpeg cannot develop; make its proxy in DaVinci Resolve, or with " + tool + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "00000120 52454432 0001, REDCODE RAW",
        "41525249 12345678 00, ARRIRAW",
        "00000018 66747970 63727820 00000001, Canon Cinema RAW",
        "060e2b34 02050101 0d010201 01020400 060e2b34 0401010d 0d010301 02220100, ARRIRAW",
        "060e2b34 02050101 0d010201 01020400 060e2b34 0401010d 0d010301 02220200, ARRIRAW",
        "060e2b34 02050101 0d010201 01020400 060e2b34 04010101 0e060d03 02010000, Sony RAW or X-OCN"
    })
    void refusesByContentWhateverTheName(String hex, String what) throws Exception {
        Path clip = Files.write(folder.resolve("A001.mxf"), HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThat(refusal(clip))
                .contains("it is " + what + ", which FFmpeg cannot develop; make its proxy in DaVinci");
    }

    @Test
    void namesAToolAlsoWhereOnlyTheContentTells() throws Exception {
        String sony = "060e2b34 02050101 0d010201 01020400 060e2b34 04010101 0e060d03 02010000".replace(" ", "");
        Path clip = Files.write(folder.resolve("A001.mxf"), HexFormat.of().parseHex(sony));
        assertThat(refusal(clip)).endsWith("make its proxy in DaVinci Resolve, or with Sony's Catalyst Browse.");
    }

    @Test
    void refusesSequencesOfIt() throws Exception {
        Files.write(folder.resolve("A001.000001.dng"), new byte[] {1});
        assertThat(refusal(folder.resolve("A001.%06d.dng"))).contains("it is CinemaDNG, which FFmpeg cannot develop");
    }

    @ParameterizedTest
    @CsvSource({
        "brhq, BRAW",
        "brst, BRAW",
        "CRAW, CANON",
        "nraw, NIKON",
        "aprn, PRORES_RAW",
        "aprh, PRORES_RAW",
        "zraw, ZRAW"
    })
    void isKnownByTheTagOfItsCodec(String tag, CameraRaw raw) {
        assertThat(CameraRaw.byCodecTag(tag)).contains(raw);
    }

    @Test
    void takesNoOtherClipForIt() {
        assertThat(CameraRaw.byCodecTag("apcn")).isEmpty();
        assertThat(CameraRaw.byCodecTag("")).isEmpty();
        assertThat(CameraRaw.byExtension("mov")).isEmpty();
        assertThat(CameraRaw.byExtension("")).isEmpty();
        String avc = "060e2b34 02050101 0d010201 01020400 060e2b34 0401010a 0d010301 02100101".replace(" ", "");
        assertThat(CameraRaw.byContent(HexFormat.of().parseHex(avc))).isEmpty();
    }

    private static String refusal(Path clip) {
        return catchThrowableOfType(
                        FailureException.class,
                        () -> new ClipProbe(TestFfmpeg.build())
                                .probe(
                                        clip,
                                        clip.toString().contains("%")
                                                ? Optional.of(new dev.proxima.media.Rational(24, 1))
                                                : Optional.empty(),
                                        share -> {}))
                .failure()
                .message();
    }
}
