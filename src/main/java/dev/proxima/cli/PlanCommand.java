package dev.proxima.cli;

import dev.proxima.api.Json;
import dev.proxima.api.PlanView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what an encode would do. */
@Command(
        name = "plan",
        description = {
            "Show how a clip would be cut, and the FFmpeg command whose output the proxy will equal.",
            "",
            "Nothing is encoded and no node is needed."
        },
        footer = {"", "Example:", "  proxima plan A001.mov --segments 8 --json"})
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "CLIP", description = "The clip to plan.")
    private Path clip;

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "PRESET",
            description = "What it would be encoded to. Without it, the default preset.")
    private String preset;

    @Mixin
    private OptionFlags options;

    private int segments;
    private OptionalInt slots = OptionalInt.empty();

    @Mixin
    private NodeFlags.DataFlags data;

    @Mixin
    private Flags common;

    private final CliPorts ports;
    private final Terminal terminal;

    PlanCommand(CliPorts ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Option(names = "--segments", paramLabel = "N", description = "Plan N segments. Without it, Proxima chooses.")
    void setSegments(int value) {
        segments = Flags.atLeastOne(command, "--segments", value);
    }

    @Option(names = "--slots", paramLabel = "N", description = "Plan for N slots. Without it, those of this machine.")
    void setSlots(int value) {
        slots = OptionalInt.of(Flags.atLeastOne(command, "--slots", value));
    }

    @Override
    public Integer call() throws Exception {
        PlanView plan = ports.planner()
                .plan(new Planner.PlanOptions(
                        clip.toAbsolutePath().normalize(),
                        Optional.ofNullable(preset),
                        options.options(),
                        segments,
                        slots,
                        data.directory()));
        if (common.json()) {
            terminal.result(Json.write(plan));
        } else {
            plan.warnings().forEach(warning -> terminal.tell("warning: " + warning));
            StatusText.plan(plan).forEach(terminal::result);
        }
        return ExitCode.OK;
    }
}
