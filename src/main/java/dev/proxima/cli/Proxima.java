package dev.proxima.cli;

import dev.proxima.job.FailureException;
import dev.proxima.settings.InvalidSettingsException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes are 0 for success, 1 for a failure, and 2 for a command that makes no sense. */
@Command(
        name = "proxima",
        description = {
            "Editing proxies for DaVinci Resolve, made on all of a team's machines at once.",
            "",
            "On one machine: proxima encode CLIP. On several: proxima seed, proxima join HOST on each other machine, "
                    + "then proxima queue CLIP."
        },
        footer = {"", "proxima COMMAND --help tells more."},
        versionProvider = Proxima.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Proxima implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Proxima.class);

    @Spec
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option itself
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option itself
    private boolean version;

    private Proxima() {}

    /** Runs a command and returns its exit code. */
    public static int run(List<String> arguments, CliPorts ports, Terminal terminal) {
        return commandLine(ports, terminal).execute(arguments.toArray(String[]::new));
    }

    static CommandLine commandLine(CliPorts ports, Terminal terminal) {
        CommandLine line = new CommandLine(new Proxima())
                .addSubcommand(new EncodeCommand(ports, terminal))
                .addSubcommand(new SeedCommand(ports, terminal))
                .addSubcommand(new JoinCommand(ports, terminal))
                .addSubcommand(new QueueCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new CancelCommand(terminal))
                .addSubcommand(new NodesCommand(terminal))
                .addSubcommand(token(terminal))
                .addSubcommand("node", NodeCommand.line(terminal))
                .addSubcommand(new PlanCommand(ports, terminal))
                .addSubcommand(new VerifyCommand(ports, terminal))
                .addSubcommand(new PresetsCommand(ports, terminal))
                .addSubcommand(new DemoCommand(ports, terminal));
        line.getSubcommands()
                .values()
                .forEach(subcommand -> subcommand
                        .getCommandSpec()
                        .usageMessage()
                        .parameterListHeading("%n")
                        .optionListHeading("%nOptions:%n"));
        // A clip may be called @a.mov.
        return line.setExpandAtFiles(false)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setParameterExceptionHandler((thrown, arguments) -> misused(thrown, terminal))
                .setExecutionExceptionHandler((thrown, where, parsed) -> failed(thrown, terminal));
    }

    private static CommandLine token(Terminal terminal) {
        return new CommandLine(new TokenCommand())
                .addSubcommand(new TokenCommand.Create(terminal))
                .addSubcommand(new TokenCommand.ListAll(terminal))
                .addSubcommand(new TokenCommand.Revoke(terminal));
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new MissingParameterException(command.commandLine(), command.args(), "There is no command");
    }

    private static int misused(ParameterException thrown, Terminal terminal) {
        String name = thrown.getCommandLine().getCommandSpec().qualifiedName();
        String sentence = thrown.getMessage();
        if (thrown instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            String what = first.startsWith("-") ? "option" : name.equals("proxima") ? "command" : "argument";
            List<String> near = unmatched.getSuggestions();
            sentence =
                    "There is no " + what + " " + first + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?");
        }
        terminal.fail(sentence + " (see " + name + " --help)");
        return ExitCode.USAGE;
    }

    private static int failed(Exception thrown, Terminal terminal) {
        if (thrown instanceof CommandFailed
                || thrown instanceof FailureException
                || thrown instanceof InvalidSettingsException) {
            terminal.fail(thrown.getMessage());
        } else {
            LOG.error("A command failed", thrown);
            terminal.fail("Proxima met an unexpected error (" + thrown + "); its log tells more.");
        }
        return ExitCode.SOFTWARE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Proxima.class.getPackage().getImplementationVersion();
            return new String[] {"proxima " + (built == null ? "development" : built)};
        }
    }
}
