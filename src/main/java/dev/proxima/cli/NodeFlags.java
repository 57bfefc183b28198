package dev.proxima.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a node is started. */
final class NodeFlags {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private DataFlags data = new DataFlags();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on for other nodes. Without it, 127.0.0.1: no other machine can join.")
    private String host;

    @Option(
            names = "--http-host",
            paramLabel = "HOST",
            description =
                    "The address to serve HTTP at. Without it, 127.0.0.1: for programs of this machine alone. Any "
                            + "other is served over HTTPS, asks for a token, and needs --media-root.")
    private String httpHost;

    @Option(
            names = "--media-root",
            paramLabel = "DIR",
            description = "A folder below which jobs may read clips and write proxies; to be given for each. Without "
                    + "it, they may anywhere.")
    private List<Path> mediaRoots = List.of();

    private OptionalInt port = OptionalInt.empty();
    private OptionalInt httpPort = OptionalInt.empty();
    private OptionalInt slots = OptionalInt.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "The port for other nodes; 0 for any free one.")
    void setPort(int value) {
        port = OptionalInt.of(Flags.port(command, "--port", value));
    }

    @Option(names = "--http-port", paramLabel = "PORT", description = "The port for HTTP; 0 for any free one.")
    void setHttpPort(int value) {
        httpPort = OptionalInt.of(Flags.port(command, "--http-port", value));
    }

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "FFmpeg processes to run at once. Without it, as suits this machine.")
    void setSlots(int value) {
        slots = OptionalInt.of(Flags.atLeastOne(command, "--slots", value));
    }

    NodeOptions options() {
        return new NodeOptions(
                data.given(),
                Optional.ofNullable(host),
                Optional.ofNullable(httpHost),
                port,
                httpPort,
                slots,
                mediaRoots.stream()
                        .map(root -> root.toAbsolutePath().normalize())
                        .toList(),
                NodeOptions.Coordination.NONE);
    }

    /** Where a node keeps what it needs. */
    static final class DataFlags {

        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description = "Where the node keeps its journal and log. Without it, ~/.proxima.")
        private Path directory;

        /** Empty when the settings decide. */
        Optional<Path> given() {
            return Optional.ofNullable(directory)
                    .map(path -> path.toAbsolutePath().normalize());
        }

        Path directory() {
            return given().orElseGet(() -> Path.of(System.getProperty("user.home"), ".proxima"));
        }
    }
}
