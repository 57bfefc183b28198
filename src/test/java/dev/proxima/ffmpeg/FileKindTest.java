package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {

    @ParameterizedTest
    @CsvSource({
        "25504446 2d312e37 0a, a PDF document",
        "504b0304 14000000, a zip archive or an office document",
        "52617221 1a07, a RAR archive",
        "377abcaf 271c, a 7-Zip archive",
        "1f8b0800, a gzip archive",
        "d0cf11e0 a1b11ae1, an office document",
        "53514c69 74652066 6f726d61 74203300, a database",
        "7f454c46 0201, a program",
        "00000000 00000000, 'nothing but zeros, as of a copy that failed'"
    })
    void knowsWhatIsNoVideo(String hex, String kind) {
        assertThat(FileKind.other(bytes(hex))).contains(kind);
    }

    @Test
    void tellsTextsFromPages() {
        assertThat(FileKind.other(text("These are words, äöü and 映像.\r\n\tMore.")))
                .contains("a text");
        assertThat(FileKind.other(text("\n<!DOCTYPE HTML><html>"))).contains("a web page");
        assertThat(FileKind.other(text("<html lang='en'>"))).contains("a web page");
        assertThat(FileKind.other(text("#EXTM3U\nsegment.ts\n"))).contains("a text");
        byte[] cut = text("ö".repeat(10));
        assertThat(FileKind.other(java.util.Arrays.copyOf(cut, cut.length - 1))).contains("a text");
    }

    @ParameterizedTest
    @CsvSource({
        "ffd8ffe0 00104a46, JPEG picture",
        "89504e47 0d0a1a0a, PNG picture",
        "47494638 3961, GIF picture",
        "49492a00, TIFF picture",
        "4d4d002a, TIFF picture",
        "762f3101, EXR picture",
        "53445058, DPX picture",
        "58504453, DPX picture",
        "38425053, Photoshop picture"
    })
    void knowsPictures(String hex, String kind) {
        assertThat(FileKind.picture(bytes(hex))).contains(kind);
        assertThat(FileKind.other(bytes(hex + " 01 02 03 80"))).isEmpty();
    }

    @Test
    void leavesVideosToFfmpeg() {
        for (String start : new String[] {
            "00000020 66747970 69736f6d",
            "1a45dfa3 01000000",
            "060e2b34 02050101",
            "52494646 24080000 41564920",
            "47400010 0000b00d",
            "000001ba 44"
        }) {
            assertThat(FileKind.other(bytes(start))).as(start).isEmpty();
            assertThat(FileKind.picture(bytes(start))).as(start).isEmpty();
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
