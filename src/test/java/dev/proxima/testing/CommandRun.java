package dev.proxima.testing;

import dev.proxima.cli.CliPorts;
import dev.proxima.cli.Proxima;
import dev.proxima.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What came of a command line. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(CliPorts ports, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.plain(new PrintWriter(out), new PrintWriter(err));
        int exitCode = Proxima.run(List.of(arguments), ports, terminal);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
