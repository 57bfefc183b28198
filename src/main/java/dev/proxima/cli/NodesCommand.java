package dev.proxima.cli;

import dev.proxima.api.Json;
import dev.proxima.api.NodeView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Shows the nodes of a cluster. */
@Command(name = "nodes", description = "Show the nodes of the cluster, their slots and how fast they encode.")
final class NodesCommand implements Callable<Integer> {

    @Mixin
    private ClientFlags node;

    @Mixin
    private Flags common;

    private final Terminal terminal;

    NodesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<NodeView> nodes = node.client().nodes();
        if (common.json()) {
            terminal.result(Json.write(Map.of("nodes", nodes)));
        } else {
            StatusText.nodes(nodes).forEach(terminal::result);
        }
        return ExitCode.OK;
    }
}
