package dev.proxima.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which node to talk to. */
final class ClientFlags {

    private static final int HTTP_PORT = 8980;
    private static final String VARIABLE = "PROXIMA_NODE";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "The node to ask, such as http://192.168.1.5:8980. Without it, what the environment "
                    + "variable " + VARIABLE + " says, or http://127.0.0.1:8980.")
    private String node;

    /** Whether the user named a node, so that no other answer will do. */
    boolean isGiven() {
        return node != null || System.getenv(VARIABLE) != null;
    }

    NodeClient client() {
        String text = node != null ? node : System.getenv().getOrDefault(VARIABLE, "http://127.0.0.1:" + HTTP_PORT);
        try {
            return new NodeClient(uri(text));
        } catch (URISyntaxException e) {
            throw new ParameterException(
                    command.commandLine(), "--node must be a URL such as http://192.168.1.5:8980, not " + text);
        }
    }

    /** Takes {@code host}, {@code host:port} and URLs. */
    static URI uri(String text) throws URISyntaxException {
        URI given = new URI(text.contains("://") ? text : "http://" + text);
        boolean http = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
        if (!http || given.getHost() == null) {
            throw new URISyntaxException(text, "not the URL of a node");
        }
        boolean bare = !text.contains("://") && given.getPort() < 0;
        String path = given.getPath().endsWith("/") ? given.getPath() : given.getPath() + "/";
        int port = bare ? HTTP_PORT : given.getPort();
        return new URI(given.getScheme(), null, given.getHost(), port, path, null, null);
    }
}
