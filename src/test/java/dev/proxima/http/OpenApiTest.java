package dev.proxima.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.FakeJobService;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    /** What Akka Management serves below our own routes. */
    private static final Set<String> OF_MANAGEMENT =
            Set.of("GET /health/alive", "GET /health/ready", "GET /cluster/members");

    @Test
    void describesEveryRouteAndNoOther() throws Exception {
        FakeJobService service = new FakeJobService();
        Set<String> routes = new TreeSet<>(OF_MANAGEMENT);
        new Routes(service, new EventStream(service), Optional.empty(), Access.ofThisMachine(0), "127.0.0.1")
                .endpoints()
                .forEach(endpoint -> routes.add(endpoint.method().value() + " " + endpoint.path()));
        assertThat(described()).isEqualTo(routes);
    }

    private static Set<String> described() throws Exception {
        Set<String> operations = new TreeSet<>();
        Pattern line = Pattern.compile("^  (?:(/\\S*)|  (get|post|put|delete|patch)):$");
        String path = "";
        for (String text : document().lines().toList()) {
            Matcher match = line.matcher(text);
            if (match.matches() && match.group(1) != null) {
                path = match.group(1);
            } else if (match.matches()) {
                operations.add(match.group(2).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return operations;
    }

    private static String document() throws Exception {
        try (InputStream stream = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
