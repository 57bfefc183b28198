package dev.proxima.cli;

import dev.proxima.api.Json;
import dev.proxima.api.PresetView;
import dev.proxima.job.FailureException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Lists presets. */
@Command(
        name = "presets",
        description = "List what clips can be encoded to: the presets of the running node, or else of this machine.")
final class PresetsCommand implements Callable<Integer> {

    @Mixin
    private ClientFlags node;

    @Mixin
    private Flags common;

    private final CliPorts ports;
    private final Terminal terminal;

    PresetsCommand(CliPorts ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<PresetView> presets = presets();
        if (common.json()) {
            terminal.result(Json.write(Map.of("presets", presets)));
        } else {
            StatusText.presets(presets).forEach(terminal::result);
        }
        return ExitCode.OK;
    }

    private List<PresetView> presets() throws CommandFailed, FailureException, InterruptedException {
        try {
            return node.client().presets();
        } catch (NodeUnreachable e) {
            if (node.isGiven()) {
                throw e;
            }
            return ports.presets().presets(node.dataDirectory());
        }
    }
}
