package dev.proxima.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what Proxima does. */
@Command(
        name = "demo",
        description = {
            "Make a sample clip, start a seed and helpers on this machine, encode the clip across them, show which "
                    + "node did which segment, and verify the proxy."
        })
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Where to put the clip and its proxy. Without it, a temporary directory.")
    private Path directory;

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "PRESET",
            description = "What to encode to. Without it, the default preset.")
    private String preset;

    private int helpers = 2;

    @Mixin
    private Flags common;

    private final CliPorts ports;
    private final Terminal terminal;

    DemoCommand(CliPorts ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Option(names = "--helpers", paramLabel = "N", description = "Nodes that join the seed. Without it, 2.")
    void setHelpers(int value) {
        helpers = Flags.atLeastOne(command, "--helpers", value);
    }

    @Override
    public Integer call() throws Exception {
        Optional<Path> place = Optional.ofNullable(directory)
                .map(given -> given.toAbsolutePath().normalize());
        return ports.demo()
                .run(
                        new Demo.DemoOptions(place, Optional.ofNullable(preset), helpers, common.json()),
                        terminal.out(),
                        terminal.err());
    }
}
