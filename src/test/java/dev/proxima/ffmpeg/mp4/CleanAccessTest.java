package dev.proxima.ffmpeg.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanAccessTest {

    private static final String DELIMITER = "0910";
    private static final String SLICE = "419a0c";
    private static final String IDR = "658884";

    @Test
    void isCleanAtAnIdrPicture() {
        assertThat(h264(DELIMITER, "674d0028", "68ee3c80", "06050200ff80", IDR)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0606 01 c4 80, true, at once and exact",
        "0606 01 84 80, false, not exact",
        "0606 01 44 80, false, some pictures later",
        "0605 02 aabb 06 01 c4 80, true, behind another message",
        "0605 04 000003000003 06 01 c4 80, true, behind bytes that keep start codes away",
        "0605 02 aabb 80, false, no recovery point",
        "0605 7f aabb 80, false, a message that is not whole",
        "06ff, false, a type that is not whole"
    })
    void isCleanAtARecoveryPointThatIsExactAtOnce(String sei, boolean clean, String what) {
        assertThat(h264(DELIMITER, sei, SLICE)).as(what).isEqualTo(clean);
    }

    @Test
    void isNotCleanAtAPictureThatSaysNothing() {
        assertThat(h264(SLICE)).isFalse();
        assertThat(h264(DELIMITER, "674d0028")).as("no slice").isFalse();
        assertThat(h264("")).as("a unit of nothing").isFalse();
        assertThat(h264(DELIMITER + "00")).as("a unit that ends the file").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001", "2601", "2801", "2a01"})
    void isCleanAtAnIrapPictureOfH265(String slice) {
        assertThat(h265("4601", "4001aa", slice)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0201", "1201", "2c01"})
    void isNotCleanAtAnotherPictureOfH265(String slice) {
        assertThat(h265(slice)).isFalse();
    }

    @Test
    void readsLengthsOfTwoBytes() {
        ByteBuffer sample = ByteBuffer.wrap(HexFormat.of().parseHex("0002" + "0910" + "0003" + IDR));
        assertThat(CleanAccess.of(sample, new Coding(Coding.Kind.H264, 2))).isTrue();
    }

    private static boolean h264(String... units) {
        return CleanAccess.of(sample(units), new Coding(Coding.Kind.H264, 4));
    }

    private static boolean h265(String... units) {
        return CleanAccess.of(sample(units), new Coding(Coding.Kind.H265, 4));
    }

    private static ByteBuffer sample(String... units) {
        ByteBuffer sample = ByteBuffer.allocate(1000);
        for (String unit : units) {
            byte[] bytes = HexFormat.of().parseHex(unit.replace(" ", ""));
            sample.putInt(bytes.length).put(bytes);
        }
        return sample.flip();
    }
}
