package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodeGridTest {

    @Test
    void countsAsTheQuickTimeWriterDoes() {
        assertThat(EncodeGrid.of(new Rational(25, 1))).isEqualTo(new EncodeGrid(12800, 512));
        assertThat(EncodeGrid.of(new Rational(24, 1))).isEqualTo(new EncodeGrid(12288, 512));
        assertThat(EncodeGrid.of(new Rational(30000, 1001))).isEqualTo(new EncodeGrid(30000, 1001));
        assertThat(EncodeGrid.of(new Rational(179, 6))).isEqualTo(new EncodeGrid(11456, 384));
    }

    @Test
    void placesAFrameByCounting() {
        assertThat(EncodeGrid.of(new Rational(30000, 1001)).pts(1_000_000)).isEqualTo(1_001_000_000L);
    }
}
