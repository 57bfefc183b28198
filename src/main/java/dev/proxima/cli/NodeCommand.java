package dev.proxima.cli;

import dev.proxima.api.Json;
import dev.proxima.api.NodeView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a node rest and work. */
@Command(
        name = "node",
        description = "Let a node of the cluster rest, or work again.",
        synopsisSubcommandLabel = "COMMAND")
final class NodeCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option itself
    private boolean help;

    /** Without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Say what the node is to do: drain or resume");
    }

    /** What both have in common. */
    static class Target {

        @Parameters(paramLabel = "NODE", description = "The node as \"proxima nodes\" lists it, or the start of that.")
        private String id;

        @Mixin
        private ClientFlags client;

        @Mixin
        private Flags common;

        int order(Terminal terminal, Order order) throws CommandFailed, InterruptedException {
            NodeClient desk = client.client();
            NodeView node = order.give(desk, desk.nodeStartingWith(id).id());
            terminal.result(common.json() ? Json.write(node) : sentence(node));
            return ExitCode.OK;
        }

        private static String sentence(NodeView node) {
            return node.unusedReason() == null
                    ? "Node " + node.id() + " takes work."
                    : "Node " + node.id() + " takes no new work. " + node.unusedReason();
        }
    }

    interface Order {
        NodeView give(NodeClient desk, String node) throws CommandFailed, InterruptedException;
    }

    @Command(
            name = "drain",
            description = {
                "Give a node no new work; it stays in the cluster.",
                "",
                "It encodes to the end what it has begun. It works again after \"proxima node resume\", or when it is "
                        + "started again."
            },
            footer = {"", "Example:", "  proxima node drain 192.168.1.7 --now"})
    static final class Drain implements Callable<Integer> {

        @Mixin
        private Target target;

        @Option(names = "--now", description = "Have its segments done elsewhere at once.")
        private boolean now;

        private final Terminal terminal;

        Drain(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            return target.order(terminal, (desk, node) -> desk.drain(node, now));
        }
    }

    @Command(
            name = "resume",
            description = "Give a drained node work again.",
            footer = {"", "Example:", "  proxima node resume 192.168.1.7"})
    static final class Resume implements Callable<Integer> {

        @Mixin
        private Target target;

        private final Terminal terminal;

        Resume(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            return target.order(terminal, NodeClient::resume);
        }
    }

    /** With its subcommands. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new NodeCommand())
                .addSubcommand(new Drain(terminal))
                .addSubcommand(new Resume(terminal));
    }

    static CommandFailed noSuchNode(String id, List<NodeView> nodes) {
        String known = String.join(", ", nodes.stream().map(NodeView::id).toList());
        return new CommandFailed("There is no node " + id + ": there are " + known + ".");
    }
}
