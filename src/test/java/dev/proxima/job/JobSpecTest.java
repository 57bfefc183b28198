package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSpecTest {

    private static final String ID =
            JobSpec.idFor("/media/A001_C002.mov", "prores-proxy", "/media/Proxy/A001_C002.mov");

    @Test
    void isTheSameForTheSameRequest() {
        assertThat(JobSpec.idFor("/media/A001_C002.mov", "prores-proxy", "/media/Proxy/A001_C002.mov"))
                .isEqualTo(ID)
                .startsWith("a001-c002-mov-");
    }

    @Test
    void differsBySourcePresetAndOutput() {
        assertThat(ID)
                .isNotEqualTo(JobSpec.idFor("/b/A001_C002.mov", "prores-proxy", "/media/Proxy/A001_C002.mov"))
                .isNotEqualTo(JobSpec.idFor("/media/A001_C002.mov", "dnxhr-lb", "/media/Proxy/A001_C002.mov"))
                .isNotEqualTo(JobSpec.idFor("/media/A001_C002.mov", "prores-proxy", "/other/A001_C002.mov"));
    }

    @ParameterizedTest
    @CsvSource({
        "/media/日本語, clip-",
        "/, clip-",
        "/media/--x--.mov, x-mov-",
        "/media/a-very-long-name-of-a-camera-o.mov, a-very-long-name-of-a-camera-o-m-",
        "/media/a-very-long-name-of-a-camera-ov.mov, a-very-long-name-of-a-camera-ov-",
    })
    void startsWithAReadableName(String source, String start) {
        assertThat(JobSpec.idFor(source, "prores-proxy", "/out.mov")).matches(start + "[0-9a-f]{10}");
    }
}
