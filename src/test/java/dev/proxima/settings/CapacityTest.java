package dev.proxima.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {

    @ParameterizedTest
    @CsvSource({
        "1,  1, 1, 1, 1",
        "2,  2, 1, 2, 1",
        "4,  2, 2, 2, 1",
        "6,  2, 3, 2, 2",
        "8,  2, 4, 2, 3",
        "12, 3, 4, 2, 4",
        "16, 4, 4, 2, 6",
        "64, 16, 4, 8, 6",
    })
    void fitsTheCores(int cores, int slots, int threads, int lightSlots, int lightThreads) {
        assertThat(Capacity.of(cores, false, 0, 0)).isEqualTo(new Capacity(slots, threads));
        assertThat(Capacity.of(cores, true, 0, 0)).isEqualTo(new Capacity(lightSlots, lightThreads));
        assertThat(slots * threads).isLessThanOrEqualTo(cores);
        assertThat(lightSlots * lightThreads).isLessThanOrEqualTo(cores);
    }

    @Test
    void doesWhatItIsTold() {
        assertThat(Capacity.of(8, true, 4, 0)).isEqualTo(new Capacity(4, 1));
        assertThat(Capacity.of(8, false, 4, 0)).isEqualTo(new Capacity(4, 2));
        assertThat(Capacity.of(8, false, 0, 3)).isEqualTo(new Capacity(2, 3));
        assertThat(Capacity.of(2, false, 6, 0)).isEqualTo(new Capacity(6, 1));
    }
}
