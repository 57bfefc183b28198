package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimecodeTest {

    @ParameterizedTest
    @CsvSource({
        "01:00:00:00, 25,         90000,  01:00:00:00",
        "01:00:00:00, 24000/1001, 86400,  01:00:00:00",
        "01:00:00;00, 30000/1001, 107892, 01:00:00;00",
        "01:00:00.00, 30000/1001, 107892, 01:00:00;00",
        "00:01:00;02, 30000/1001, 1800,   00:01:00;02",
        "00:10:00;00, 30000/1001, 17982,  00:10:00;00",
        "01:00:00;00, 60000/1001, 215784, 01:00:00;00",
        "00:00:00:99, 100,        99,     00:00:00:99",
        "00:00:01:119, 120,       239,    00:00:01:119",
    })
    void countsTheFramesUpToALabel(String text, String rate, long frame, String written) {
        Timecode timecode = Timecode.parse(text, Rational.parse(rate));

        assertThat(timecode.frame()).isEqualTo(frame);
        assertThat(timecode).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({
        "00:00:59;29, 1, 00:01:00;02",
        "00:09:59;29, 1, 00:10:00;00",
        "00:00:59:29, 1, 00:01:00:00",
        "23:59:59;29, 1, 00:00:00;00",
        "23:59:59:29, 2, 00:00:00:01",
        "01:00:00;00, 107892, 02:00:00;00",
    })
    void goesOn(String from, long frames, String to) {
        assertThat(Timecode.parse(from, new Rational(30000, 1001)).plus(frames)).hasToString(to);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1:00:00:00 | 25 | it must look like 01:00:00:00, or 01:00:00;00 for drop-frame",
                "01:00:00 | 25 | it must look like 01:00:00:00, or 01:00:00;00 for drop-frame",
                "24:00:00:00 | 25 | there is no such time of day",
                "01:60:00:00 | 25 | there is no such time of day",
                "01:00:00:25 | 25 | a second has the frames 00 to 24 at 25/1 fps",
                "01:00:00;00 | 25 | drop-frame is for 30000/1001 fps and its multiples, not for 25/1",
                "01:00:00;00 | 24000/1001 | drop-frame is for 30000/1001 fps and its multiples, not for 24000/1001",
                "00:01:00;01 | 30000/1001 | drop-frame leaves out this label",
                "00:01:00;03 | 60000/1001 | drop-frame leaves out this label",
            })
    void refusesWhatIsNoLabel(String text, String rate, String reason) {
        assertThatThrownBy(() -> Timecode.parse(text, Rational.parse(rate)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Property
    void readsWhatItWrites(@ForAll @LongRange(max = 2_589_407) long frame) {
        Rational rate = new Rational(30000, 1001);
        Timecode timecode = new Timecode(frame, 30, true);

        assertThat(Timecode.parse(timecode.toString(), rate)).isEqualTo(timecode);
    }
}
