package dev.proxima.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network of this test: hosts in network namespaces of their own, on one switch, whose links can be cut. For root. */
public final class Lan implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int LANS = 200;
    private static final int SERVER = 250;

    private final int number = COUNT.getAndIncrement();
    private final String prefix = "px" + ProcessHandle.current().pid() % 100_000 + (char) ('k' + number);
    private final long net = 16 + (ProcessHandle.current().pid() + number) % LANS;
    private final String bridge = prefix + "b";
    private final List<Host> hosts = new ArrayList<>();

    public static boolean isPossible() {
        return Root.is() && Shell.run("which", "ip") == 0 && Shell.run("which", "iptables") == 0;
    }

    public Lan() {
        Shell.require("ip", "link", "add", bridge, "type", "bridge");
        Shell.require("ip", "address", "add", address(1) + "/24", "dev", bridge);
        Shell.require("ip", "address", "add", address(SERVER) + "/24", "dev", bridge);
        Shell.require("ip", "link", "set", bridge, "up");
    }

    /** The machine that this JVM runs on. Its link cannot be cut. */
    public Host here() {
        return new Host(1);
    }

    /** Another address of this machine, which a cut between other hosts and {@link #here} leaves alone. */
    public String serverAddress() {
        return address(SERVER);
    }

    /** Of all hosts, for who lets them in. */
    public String network() {
        return address(0) + "/24";
    }

    /** A machine of the network. */
    public final class Host {

        private final String namespace;
        private final String plug;
        private final String address;

        private Host(int number) {
            namespace = prefix + "n" + number;
            plug = prefix + "v" + number;
            address = Lan.this.address(number);
        }

        public String address() {
            return address;
        }

        /** What makes a command one of this host. */
        public String[] prefix() {
            return new String[] {"ip", "netns", "exec", namespace};
        }

        /** Pulls the cable. */
        public void cut() {
            Shell.require("ip", "link", "set", plug, "down");
        }

        public void mend() {
            Shell.require("ip", "link", "set", plug, "up");
        }

        /** Lets nothing in that comes from the other; what this one sends still arrives. */
        public void deafenTo(Host other) {
            firewall("-A", "INPUT", "-s", other);
        }

        public void hearAgain(Host other) {
            firewall("-D", "INPUT", "-s", other);
        }

        /** Neither hears the other; both still reach everybody else. */
        public void partFrom(Host other) {
            deafenTo(other);
            firewall("-A", "OUTPUT", "-d", other);
        }

        public void meetAgain(Host other) {
            hearAgain(other);
            firewall("-D", "OUTPUT", "-d", other);
        }

        private void firewall(String change, String chain, String side, Host other) {
            Shell.require(
                    "ip", "netns", "exec", namespace, "iptables", change, chain, side, other.address, "-j", "DROP");
        }
    }

    public Host add() {
        Host host = new Host(hosts.size() + 2);
        hosts.add(host);
        String inside = host.plug + "i";
        Shell.require("ip", "netns", "add", host.namespace);
        Shell.require("ip", "link", "add", host.plug, "type", "veth", "peer", "name", inside);
        Shell.require("ip", "link", "set", inside, "netns", host.namespace);
        Shell.require("ip", "link", "set", host.plug, "master", bridge);
        host.mend();
        Shell.require("ip", "-n", host.namespace, "address", "add", host.address + "/24", "dev", inside);
        Shell.require("ip", "-n", host.namespace, "link", "set", inside, "up");
        Shell.require("ip", "-n", host.namespace, "link", "set", "lo", "up");
        return host;
    }

    private String address(int host) {
        return "10.213." + net + "." + host;
    }

    @Override
    public void close() {
        hosts.forEach(host -> {
            Shell.run("ip", "link", "delete", host.plug);
            Shell.run("ip", "netns", "delete", host.namespace);
        });
        Shell.run("ip", "link", "delete", bridge);
    }
}
