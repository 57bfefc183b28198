package dev.proxima.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every command has, and the bounds of numbers. */
final class Flags {

    @Option(names = "--json", description = "Print the result as JSON on standard output.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option itself
    private boolean help;

    boolean json() {
        return json;
    }

    static int atLeastOne(CommandSpec command, String option, int value) {
        if (value < 1) {
            throw new ParameterException(command.commandLine(), option + " must be at least 1, not " + value);
        }
        return value;
    }

    static int port(CommandSpec command, String option, int value) {
        if (value < 0 || value > 65_535) {
            throw new ParameterException(
                    command.commandLine(), option + " must be a port from 0 (any free one) to 65535, not " + value);
        }
        return value;
    }
}
