package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JobSpecPropertyTest {

    /** It is a file name, an entity id in which {@code |} and {@code @} separate, and a word of the command line. */
    @Property(tries = 300, seed = "1")
    void isAPlainWordWhateverTheName(@ForAll String name) {
        assertThat(JobSpec.idFor("/media/" + name, "prores-proxy", "/out.mov")).matches("[a-z0-9]+(-[a-z0-9]+)*");
    }
}
