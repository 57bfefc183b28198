package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ReachTest {

    private static final String DEBIAN = "127.0.1.1";

    @Test
    void warnsOfANameThatLeadsNowhereElse() throws Exception {
        assertThat(Reach.warning("edit-bay", InetAddress.getByName(DEBIAN)))
                .hasValue("The name edit-bay leads to 127.0.1.1 on this machine, where no other machine can join: give "
                        + "the address that it has in your network with --host.");
        assertThat(Reach.warning("edit-bay", InetAddress.getByName("192.168.1.5")))
                .isEmpty();
    }

    @Test
    void takesAnAddressForWhatItIs() {
        assertThat(Reach.warning(DEBIAN)).isEmpty();
        assertThat(Reach.warning("::1")).isEmpty();
        assertThat(Reach.warning("localhost")).isEmpty();
        assertThat(Reach.warning("nowhere.invalid")).isEmpty();
    }
}
