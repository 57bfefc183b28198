package dev.proxima.app;

import dev.proxima.cli.CliPorts;
import dev.proxima.cli.Proxima;
import dev.proxima.cli.SystemTerminal;
import dev.proxima.cli.Terminal;
import java.nio.file.Path;
import java.util.List;

/** Where the program starts. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(new AkkaManifests(thread.getContextClassLoader()));
        List<String> arguments = List.of(args);
        // before anything logs: Logback reads it once
        System.setProperty("proxima.log.dir", logDirectory(arguments).toString());
        CliPorts ports =
                new LocalDemo(new LocalNodes(), new LocalPlanner(), new LocalPresets(), new LocalVerifier()).ports();
        Terminal terminal = SystemTerminal.open();
        System.exit(
                arguments.equals(List.of("warm"))
                        ? WarmUp.run(ports, terminal)
                        : Proxima.run(arguments, ports, terminal));
    }

    private static Path logDirectory(List<String> arguments) {
        int option = arguments.indexOf("--data-dir");
        return option >= 0 && option + 1 < arguments.size()
                ? Path.of(arguments.get(option + 1), "logs")
                : Path.of(System.getProperty("user.home"), ".proxima", "logs");
    }
}
