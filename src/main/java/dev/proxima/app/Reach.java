package dev.proxima.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whether other machines will find a seed by the host that it was given. */
final class Reach {

    private static final String THIS_MACHINE = "localhost";

    private Reach() {}

    /** Debian, for one, has a machine's own name lead to 127.0.1.1. Who says localhost, or an address, knows. */
    static Optional<String> warning(String host) {
        try {
            return warning(host, InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty(); // listening there fails, with a sentence of its own
        }
    }

    /** @param address to which {@code host} leads here */
    static Optional<String> warning(String host, InetAddress address) {
        boolean isName = !host.contains(":") && !host.equals(address.getHostAddress());
        return isName && !host.equalsIgnoreCase(THIS_MACHINE) && address.isLoopbackAddress()
                ? Optional.of("The name " + host + " leads to " + address.getHostAddress()
                        + " on this machine, where no other machine can join: give the address that it has in your"
                        + " network with --host.")
                : Optional.empty();
    }
}
