package dev.proxima.cli;

import dev.proxima.api.Json;
import dev.proxima.api.VerifyView;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells whether a file can stand in for a clip. */
@Command(
        name = "verify",
        description = {
            "Check any proxy against its clip, as DaVinci Resolve would and picture by picture.",
            "",
            "Both files are decoded once. The status is 0 only if all is well."
        },
        footer = {"", "Example:", "  proxima verify A001.mp4 Proxy/A001.mov"})
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SOURCE", index = "0", description = "The clip.")
    private Path source;

    @Parameters(paramLabel = "PROXY", index = "1", description = "What shall stand in for it.")
    private Path proxy;

    @Mixin
    private Flags common;

    private final CliPorts ports;
    private final Terminal terminal;

    VerifyCommand(CliPorts ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        VerifyView view = ports.verifier()
                .verify(
                        source.toAbsolutePath().normalize(),
                        proxy.toAbsolutePath().normalize());
        if (common.json()) {
            terminal.result(Json.write(view));
        } else {
            view.checks()
                    .forEach(check -> terminal.result(
                            "%-6s%-11s %s".formatted(check.ok() ? "ok" : "wrong", check.name(), check.message())));
        }
        if (view.ok()) {
            return ExitCode.OK;
        }
        long wrong = view.checks().stream().filter(check -> !check.ok()).count();
        terminal.fail(view.proxy() + " is not an exact proxy of " + view.source() + ": " + wrong
                + (wrong == 1 ? " deviation was found" : " deviations were found") + "; encode the clip again.");
        return ExitCode.SOFTWARE;
    }
}
