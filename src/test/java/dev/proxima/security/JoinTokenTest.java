package dev.proxima.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.job.FailureException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JoinTokenTest {

    private static final JoinToken TOKEN = new JoinToken(25_521, "0a1b2c3d", "5".repeat(32), "f".repeat(64));

    @Test
    void comesBackFromItsText() throws Exception {
        assertThat(TOKEN.text()).startsWith("px-").hasSize(82);
        assertThat(JoinToken.parse(' ' + TOKEN.text() + '\n')).isEqualTo(TOKEN);
        JoinToken highPort = new JoinToken(65_535, "00000000", "0".repeat(32), "0".repeat(64));
        assertThat(JoinToken.parse(highPort.text())).isEqualTo(highPort);
    }

    @Test
    void isNotPrinted() {
        assertThat(TOKEN).hasToString("token 0a1b2c3d");
        assertThat(new Admission.Token("0a1b2c3d", "secret")).hasToString("token 0a1b2c3d");
    }

    @Property(tries = 200)
    void aWrongOrMissingLetterIsNoticed(@ForAll @IntRange(min = 3, max = 81) int place) {
        String text = TOKEN.text();
        char other = text.charAt(place) == 'A' ? 'B' : 'A';
        refuses(text.substring(0, place) + other + text.substring(place + 1));
        refuses(text.substring(0, place) + text.substring(place + 1));
        refuses(text.substring(0, place));
    }

    @Test
    void tellsThatItIsNoToken() {
        refuses("");
        refuses("eyJhbGciOi");
        refuses("px-");
        refuses("px-ä");
        refuses("px-" + "A".repeat(10_000));
    }

    @Test
    void saysWhatIsWrongWithIt() {
        String advice = ": copy the whole line that \"proxima seed\" or \"proxima token create\" printed.";
        assertThatThrownBy(() -> JoinToken.parse("eyJhbGciOi"))
                .hasMessage("This is no token of Proxima; it starts with px-" + advice);
        assertThatThrownBy(() -> JoinToken.parse("px-ä"))
                .hasMessage("The token has a character that none has" + advice);
        assertThatThrownBy(() -> JoinToken.parse("px-AAAA"))
                .hasMessage("The token is not whole, or has a wrong letter" + advice);
        byte[] bytes = Base64.getUrlDecoder().decode(TOKEN.text().substring(3));
        bytes[0]++;
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
        String newer = "px-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertThatThrownBy(() -> JoinToken.parse(newer))
                .hasMessage("The token is of another version of Proxima than this one" + advice);
    }

    private static void refuses(String text) {
        assertThatThrownBy(() -> JoinToken.parse(text))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("oken")
                .hasMessageContaining("copy the whole line");
    }
}
