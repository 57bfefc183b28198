package dev.proxima.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a node that helps a seed. */
@Command(
        name = "join",
        description = {
            "Join a cluster: a node that encodes for the seed at HOST.",
            "",
            "It runs until Ctrl-C. While its seed is away, it keeps trying. A machine needs the token only for its first "
                    + "time: it gets a certificate, which it keeps in its data directory and renews by itself."
        },
        footer = {"", "Example:", "  proxima join 192.168.1.5 --token px-AWOxWC0sCk…"})
final class JoinCommand implements Callable<Integer> {

    private static final String VARIABLE = "PROXIMA_JOIN_TOKEN";
    private static final int SEED_PORT = 25_520;
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]+\\]|[^:\\s]+)(?::(\\d{1,5}))?");

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "HOST[:PORT]",
            description = "Where the seed is, as it printed. Without a port, " + SEED_PORT + ".")
    private String seed;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "What \"proxima seed\" printed with its line. Without it, what the environment variable "
                    + VARIABLE + " says: other users of this machine can see options.")
    private String token;

    @Option(
            names = "--coordinator",
            description =
                    "Own jobs as well, and go on with those of a coordinator that dies. Needs the journal that the "
                            + "coordinators share: --journal-url, PROXIMA_JOURNAL_URL or conf/proxima.conf.")
    private boolean coordinator;

    @Mixin
    private NodeFlags node;

    @Mixin
    private JournalFlags journal;

    @Mixin
    private Flags common;

    private final CliPorts ports;
    private final Terminal terminal;

    JoinCommand(CliPorts ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Matcher place = WITH_PORT.matcher(seed);
        int port = !place.matches() ? -1 : place.group(2) == null ? SEED_PORT : Integer.parseInt(place.group(2));
        if (port < 1 || port > 65_535) {
            throw new ParameterException(
                    command.commandLine(), "the seed must be HOST or HOST:PORT, not \"" + seed + "\"");
        }
        String host = place.group(1).replaceAll("[\\[\\]]", "");
        Optional<String> given = Optional.ofNullable(token != null ? token : System.getenv(VARIABLE));
        try (Node helper = ports.nodes().startJoin(options(), host, port, given)) {
            SeedCommand.introduce(helper, "Helper", common.json(), terminal);
            helper.awaitTermination();
        }
        return ExitCode.OK;
    }

    private NodeOptions options() {
        return node.options().with(new NodeOptions.Coordination(coordinator, journal.url()));
    }
}
