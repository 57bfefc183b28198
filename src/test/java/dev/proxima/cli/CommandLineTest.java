package dev.proxima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.proxima.api.Json;
import dev.proxima.api.VerifyView;
import dev.proxima.security.Door;
import dev.proxima.security.JoinToken;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedDesk;
import dev.proxima.settings.Settings;
import dev.proxima.testing.CommandRun;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.FakePorts;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private final FakePorts fake = new FakePorts(new FakeJobService());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encode", "seed", "join", "queue", "status", "cancel", "nodes", "token", "plan", "verify", "presets",
                "demo"
            })
    void everyCommandHasHelpAndJson(String command) {
        CommandRun run = run(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: proxima " + command, "--json");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void tellsInOneLineWhatIsWrongWithTheSettings() {
        CliPorts ports = fake.ports();
        Demo demo = (options, out, err) ->
                Settings.load(Map.of("proxima.slots", "many")).slots();
        CliPorts mistaken = new CliPorts(ports.nodes(), ports.planner(), ports.presets(), ports.verifier(), demo);

        CommandRun run = CommandRun.of(mistaken, "demo");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .endsWith("the command line: proxima.slots has type STRING rather than NUMBER.");
    }

    @Test
    void tellsInOneLineThatItMetABug() {
        CliPorts ports = fake.ports();
        Demo broken = (options, out, err) -> {
            throw new IllegalStateException("a bug");
        };

        CommandRun run = CommandRun.of(
                new CliPorts(ports.nodes(), ports.planner(), ports.presets(), ports.verifier(), broken), "demo");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly("error: Proxima met an unexpected error (java.lang.IllegalStateException: a bug); "
                        + "its log tells more.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                | There is no command                    | proxima",
                "encod a.mov                     | There is no command encod; did you mean encode? | proxima",
                "encode                          | CLIP                                   | proxima encode",
                "encode a.mov --segments 0       | --segments must be at least 1, not 0   | proxima encode",
                "encode a.mov --segments two     | 'two' is not an int                    | proxima encode",
                "encode a.mov --slots -1         | --slots must be at least 1             | proxima encode",
                "encode a.mov --port 70000       | --port must be a port                  | proxima encode",
                "encode a.mov --nothing          | There is no option --nothing           | proxima encode",
                "encode a.mov b.mov -o c.mov     | --output is for one clip               | proxima encode",
                "encode a.mov -o c --output-dir d| mutually exclusive                     | proxima encode",
                "join                            | HOST[:PORT]                            | proxima join",
                "join a:b:c                      | the seed must be HOST or HOST:PORT, not | proxima join",
                "join a:99999                    | HOST or HOST:PORT                      | proxima join",
                "node                            | Say what the node is to do: drain or resume | proxima node",
                "token                           | Say create, list or revoke            | proxima token",
                "token create --valid-for 3      | --valid-for must be a time            | proxima token create",
                "status a b                      | There is no argument b                 | proxima status",
                "status --node ftp://x           | --node must be a URL                   | proxima status",
            })
    void tellsInOneLineWhatIsWrongWithACommand(String line, String words, String help) {
        CommandRun run = line == null ? run() : run(line.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(words)
                .endsWith("(see " + help + " --help)");
        assertThat(fake.started).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"box,box 25520", "192.168.1.5:4000,192.168.1.5 4000", "[::1]:4000,::1 4000", "[::1],::1 25520"})
    void joinsTheSeedAtAHostAndPort(String typed, String place) {
        CommandRun run = run("join", typed, "--slots", "2", "--token", "px-a");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("proxima join");
        assertThat(fake.started).containsExactly("join " + place + " px-a");
        assertThat(fake.closed).isEqualTo(1);
    }

    @Test
    void seedTellsHowToReachIt(@TempDir Path data) throws Exception {
        CommandRun run = run("seed", "--data-dir", data.toString());
        assertThat(run.out())
                .contains("Seed 127.0.0.1:25520", "http://127.0.0.1:8980", data.toString())
                .contains("Seed 127.0.0.1:25520 is up; Ctrl-C stops it.")
                .contains("  to add a machine, type there (for all machines; not for other eyes):"
                        + System.lineSeparator() + "    proxima join 127.0.0.1:25520 --token px-a")
                .doesNotContain("its token");
        JsonNode facts = Json.ANSWERS.readTree(run("seed", "--json").out());
        assertThat(facts.at("/join").asText()).isEqualTo("proxima join 127.0.0.1:25520 --token px-a");
        assertThat(facts.at("/http").asText()).isEqualTo("http://127.0.0.1:8980");
    }

    @Test
    void seedTellsTheTokenThatOtherMachinesNeed() {
        fake.token = Optional.of("a-secret.of-a-cluster");
        assertThat(run("seed").out())
                .contains("  its token, for --token, PROXIMA_TOKEN or the login page (not for other eyes):"
                        + System.lineSeparator() + "    a-secret.of-a-cluster");
    }

    @Test
    void makesListsAndRevokesTokensOfASeed(@TempDir Path data) throws Exception {
        String[] where = {"--data-dir", data.toString()};
        CommandRun tooEarly = run("token", "create", where[0], where[1]);
        assertThat(tooEarly.exitCode()).isEqualTo(1);
        assertThat(tooEarly.err()).contains("No seed has run with the data in " + data, "proxima seed");

        SeedDesk desk = new SeedDesk(SecurityFolder.in(data));
        desk.open(new Door("192.168.1.5", 25520, 25521));
        CommandRun made = run("token", "create", where[0], where[1], "--valid-for", "30m");
        assertThat(made.err()).isEmpty();
        assertThat(made.out()).startsWith("proxima join 192.168.1.5:25520 --token px-");
        JoinToken token = JoinToken.parse(made.out().replaceFirst(".*--token ", ""));
        assertThat(token.port()).isEqualTo(25521);

        assertThat(run("token", "list", where[0], where[1]).out()).contains(token.id(), "good");
        assertThat(run("token", "revoke", token.id(), where[0], where[1]).exitCode())
                .isZero();
        JsonNode listed = Json.ANSWERS.readTree(
                run("token", "list", where[0], where[1], "--json").out());
        assertThat(listed.at("/tokens/0/status").asText()).isEqualTo("revoked");
        assertThat(run("token", "revoke", "ffffffff", where[0], where[1]).err())
                .contains("error: There is no token ffffffff: \"proxima token list\" shows them.");
    }

    @Test
    void printsAPlanWithItsCommandReadyForAShell(@TempDir Path directory) throws Exception {
        Path clip = Files.createFile(directory.resolve("a.mov"));
        CommandRun run = run("plan", clip.toString(), "--segments", "2");
        assertThat(run.out())
                .contains("frames   100 at 25/1 per second", "[50, 100)")
                .contains("The proxy will equal the output of this single process:" + System.lineSeparator()
                        + "/opt/ffmpeg -i 'it'\\''s a clip.mov' OUTPUT");
        assertThat(run.err()).isEqualTo("warning: It is short." + System.lineSeparator());
        assertThat(fake.plans)
                .singleElement()
                .extracting(Planner.PlanOptions::segments)
                .isEqualTo(2);
        JsonNode plan =
                Json.ANSWERS.readTree(run("plan", clip.toString(), "--json").out());
        assertThat(plan.fieldNames())
                .toIterable()
                .containsExactly("source", "preset", "frames", "frameRate", "segments", "reference", "warnings");
        assertThat(plan.at("/segments/1").toString())
                .isEqualTo("{\"index\":1,\"startFrame\":50,\"endFrameExclusive\":100}");
    }

    @Test
    void planFailsWithOneSentence(@TempDir Path directory) {
        CommandRun run = run("plan", directory.resolve("no.mov").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().startsWith("error: There is no file ");
    }

    @Test
    void verifySucceedsOnlyIfAllIsWell() throws Exception {
        CommandRun right = run("verify", "a.mov", "Proxy/a.mov");
        assertThat(right.exitCode()).isZero();
        assertThat(right.out()).isEqualTo("ok    name        Both are called a." + System.lineSeparator());
        assertThat(right.err()).isEmpty();

        CommandRun wrong = run("verify", "a.mov", "b.mov");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out()).startsWith("wrong name        The source is called a");
        assertThat(wrong.err().lines())
                .singleElement()
                .asString()
                .endsWith("b.mov is not an exact proxy of " + Path.of("a.mov").toAbsolutePath()
                        + ": 1 deviation was found; encode the clip again.");

        JsonNode view =
                Json.ANSWERS.readTree(run("verify", "a.mov", "b.mov", "--json").out());
        assertThat(view.fieldNames()).toIterable().containsExactly("source", "proxy", "ok", "checks");
        assertThat(view.at("/checks/0").fieldNames()).toIterable().containsExactly("name", "ok", "message");
        assertThat(view.at("/ok").asBoolean()).isFalse();
    }

    @Test
    void verifyCountsTheDeviations() {
        CliPorts ports = fake.ports();
        Verifier severe = (source, proxy) -> new VerifyView(
                "a.mov",
                "b.mov",
                false,
                List.of(
                        new VerifyView.Check("name", false, "The names differ."),
                        new VerifyView.Check("frames", false, "The lengths differ."),
                        new VerifyView.Check("rate", true, "The rates are equal.")));
        CommandRun run = CommandRun.of(
                new CliPorts(ports.nodes(), ports.planner(), ports.presets(), severe, ports.demo()),
                "verify",
                "a.mov",
                "b.mov");
        assertThat(run.err().lines())
                .containsExactly("error: b.mov is not an exact proxy of a.mov: 2 deviations were found; encode the "
                        + "clip again.");
    }

    @Test
    void demoPassesItsOptionsOn(@TempDir Path directory) {
        assertThat(run("demo", directory.toString(), "--helpers", "3", "--json").exitCode())
                .isZero();
        assertThat(fake.demos)
                .containsExactly(
                        new Demo.DemoOptions(java.util.Optional.of(directory), java.util.Optional.empty(), 3, true));
    }

    @Test
    void anUnexpectedErrorIsOneLineAsWell() {
        CliPorts broken = new CliPorts(null, null, null, null, (options, out, err) -> {
            throw new IllegalStateException("first\nsecond");
        });
        CommandRun run = CommandRun.of(broken, "demo");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("unexpected error", "first second");
    }

    @Test
    void takesShortFormsOfANodesAddress() throws URISyntaxException {
        assertThat(List.of("box", "box:1", "http://box:1", "https://box/x", "localhost", "127.0.0.1:1", "[::1]:1"))
                .map(text -> ClientFlags.uri(text).toString())
                .containsExactly(
                        "https://box:8980/",
                        "https://box:1/",
                        "http://box:1/",
                        "https://box/x/",
                        "http://localhost:8980/",
                        "http://127.0.0.1:1/",
                        "http://[::1]:1/");
        Assertions.assertThatThrownBy(() -> ClientFlags.uri("ftp://box"))
                .isInstanceOf(URISyntaxException.class)
                .hasMessage("not the URL of a node: ftp://box");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(fake.ports(), arguments);
    }
}
