package dev.proxima.cli;

import dev.proxima.security.SecurityFolder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which node to talk to. */
final class ClientFlags {

    private static final int HTTP_PORT = 8980;
    private static final String VARIABLE = "PROXIMA_NODE";
    private static final String TOKEN_VARIABLE = "PROXIMA_TOKEN";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "The node to ask, such as https://192.168.1.5:8980. Without it, what the environment "
                    + "variable " + VARIABLE + " says, or http://127.0.0.1:8980.")
    private String node;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "What a node on another machine asks for, as its seed printed it. Without it, what the "
                    + "environment variable " + TOKEN_VARIABLE + " says, or what is in the data directory.")
    private String token;

    @Mixin
    private NodeFlags.DataFlags data = new NodeFlags.DataFlags();

    /** Whether the user named a node, so that no other answer will do. */
    boolean isGiven() {
        return node != null || System.getenv(VARIABLE) != null;
    }

    Path dataDirectory() {
        return data.directory();
    }

    NodeClient client() {
        String text = node != null ? node : System.getenv().getOrDefault(VARIABLE, "http://127.0.0.1:" + HTTP_PORT);
        try {
            Optional<String> given =
                    Optional.ofNullable(token).or(() -> Optional.ofNullable(System.getenv(TOKEN_VARIABLE)));
            return new NodeClient(uri(text), Credentials.of(given, SecurityFolder.in(data.directory())));
        } catch (URISyntaxException e) {
            throw new ParameterException(
                    command.commandLine(), "--node must be a URL such as http://192.168.1.5:8980, not " + text);
        }
    }

    /** Takes {@code host}, {@code host:port} and URLs. */
    static URI uri(String text) throws URISyntaxException {
        URI given = new URI(text.contains("://") ? text : "https://" + text);
        boolean http = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
        if (!http || given.getHost() == null) {
            throw new URISyntaxException(text, "not the URL of a node");
        }
        boolean bare = !text.contains("://") && given.getPort() < 0;
        String path = given.getPath().endsWith("/") ? given.getPath() : given.getPath() + "/";
        int port = bare ? HTTP_PORT : given.getPort();
        // a node serves plain HTTP on loopback alone
        String scheme =
                !text.contains("://") && LOOPBACK.matcher(given.getHost()).matches() ? "http" : given.getScheme();
        return new URI(scheme, null, given.getHost(), port, path, null, null);
    }
}
