package dev.proxima.cli;

import dev.proxima.api.Json;
import dev.proxima.job.FailureException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Runs the node that a cluster starts with. */
@Command(
        name = "seed",
        description = {
            "Start a cluster: a node that takes jobs, encodes, and that others join.",
            "",
            "It runs until Ctrl-C, and knows its jobs when it is started again. With --journal-url others "
                    + "can be coordinators as well (join --coordinator), which go on with its jobs when it dies."
        },
        footer = {"", "Example:", "  proxima seed --host 192.168.1.5 --slots 4"})
final class SeedCommand implements Callable<Integer> {

    @Mixin
    private NodeFlags node;

    @Mixin
    private JournalFlags journal;

    @Mixin
    private Flags common;

    private final CliPorts ports;
    private final Terminal terminal;

    SeedCommand(CliPorts ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (Node seed =
                ports.nodes().startSeed(node.options().with(new NodeOptions.Coordination(false, journal.url())))) {
            introduce(seed, "Seed", common.json(), terminal);
            seed.awaitTermination();
        }
        return ExitCode.OK;
    }

    /** Tells people, or programs that started the node, where it is. */
    static void introduce(Node node, String what, boolean json, Terminal terminal) throws FailureException {
        Optional<String> joinLine = node.joinLine();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("address", node.address());
        facts.put("http", node.httpUrl());
        Optional<String> token = node.accessToken();
        token.ifPresent(secret -> facts.put("token", secret));
        joinLine.ifPresent(line -> facts.put("join", line));
        facts.put("dataDir", node.dataDir().toString());
        if (json) {
            terminal.result(Json.write(facts));
            return;
        }
        terminal.result(what + " " + node.address() + " is up; Ctrl-C stops it.");
        Format.table(List.of(
                        List.of("  HTTP", node.httpUrl()),
                        List.of("  data", node.dataDir().toString())))
                .forEach(terminal::result);
        token.ifPresent(secret -> {
            terminal.result("  its token, for --token, PROXIMA_TOKEN or the login page (not for other eyes):");
            terminal.result("    " + secret);
        });
        joinLine.ifPresent(line -> {
            terminal.result("  to add a machine, type there (for all machines; not for other eyes):");
            terminal.result("    " + line);
        });
    }
}
