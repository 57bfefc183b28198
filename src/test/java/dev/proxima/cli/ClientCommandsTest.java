package dev.proxima.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.proxima.api.JobRequest;
import dev.proxima.api.Json;
import dev.proxima.testing.CommandRun;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.FakePorts;
import dev.proxima.testing.Samples;
import dev.proxima.testing.TestServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thin clients against the real HTTP server. */
class ClientCommandsTest {

    @TempDir
    private Path directory;

    private final FakeJobService service = new FakeJobService();
    private final FakePorts fake = new FakePorts(service);
    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        server = new TestServer(service);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void queuesTheClipsOfADirectoryInOrder() throws Exception {
        for (String name :
                List.of("b.MOV", "a.mp4", "day 2/c.mkv", "Proxy/a.mov", ".proxima/x.mov", ".hid.mov", "t.txt")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        CommandRun run = run("queue", directory.toString(), "--output-dir", "/out", "--segments", "4");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("a", "b", "c");
        assertThat(run.err().lines()).hasSize(3).contains("Queued a.mov; watch it with: proxima status a --watch");
        assertThat(service.requests())
                .containsExactly(
                        new JobRequest(directory + "/a.mp4", null, "/out/a.mov", false, 4),
                        new JobRequest(directory + "/b.MOV", null, "/out/b.mov", false, 4),
                        new JobRequest(directory + "/day 2/c.mkv", null, "/out/day 2/c.mov", false, 4));
    }

    @Test
    void queuesSequencesOfADirectoryWhenTheirRateIsGiven() throws Exception {
        makeSequences();
        CommandRun run = run("queue", directory.toString(), "--frame-rate", "24", "--output-dir", "/out");
        assertThat(run.exitCode()).isZero();
        assertThat(service.requests())
                .extracting(JobRequest::source, JobRequest::output, JobRequest::frameRate)
                .containsExactly(
                        tuple(directory + "/a.mp4", "/out/a.mov", null),
                        tuple(directory + "/shot/clip.%04d.exr", "/out/shot/clip.mov", "24"),
                        tuple(directory + "/shot/matte.%d.png", "/out/shot/matte.mov", "24"));
    }

    @Test
    void leavesSequencesOutWithANoteWhenTheirRateIsNotGiven() throws Exception {
        makeSequences();
        CommandRun run = run("queue", directory.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(service.requests()).extracting(JobRequest::source).containsExactly(directory + "/a.mp4");
        assertThat(run.err())
                .contains(directory + "/shot/clip.%04d.exr (3 pictures) is left out: give --frame-rate to have "
                        + "sequences encoded as well.")
                .contains("matte.%d.png (2 pictures) is left out");
        Files.delete(directory.resolve("a.mp4"));
        assertFails(run("queue", directory.toString()), 1, "clip.%04d.exr (3 pictures) is left out: give --frame-rate");
    }

    private void makeSequences() throws Exception {
        for (String name : List.of(
                "a.mp4",
                "shot/clip.1001.exr",
                "shot/clip.1002.exr",
                "shot/clip.1003.exr",
                "shot/matte.9.png",
                "shot/matte.10.png",
                "shot/still.0001.jpg",
                "shot/notes.1.txt")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void saysThatADirectoryHasNoClips() {
        assertFails(run("queue", directory.toString()), 1, "There are no clips in " + directory);
    }

    @Test
    void queueTellsWhyAClipIsRefused() {
        assertFails(run("queue", "/clips/missing.mov"), 1, "There is no file /clips/missing.mov");
        assertFails(run("queue", "/clips/a.mov", "-p", "x"), 1, "There is no preset \"x\"");
    }

    @Test
    void asksForMoreOfAnIdThatSeveralJobsHave() {
        service.put(Samples.job("abc", "ENCODING"));
        service.put(Samples.job("abd", "ENCODING"));
        assertFails(run("status", "ab"), 1, "There are 2 jobs whose id starts with ab: give more of it.");
        assertFails(run("status", "x"), 1, "There is no job x: \"proxima status\" lists the jobs.");
    }

    @Test
    void tellsANodeFromWhatIsNone() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        other.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.close();
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort() + "/";
            assertFails(
                    CommandRun.of(fake.ports(), "nodes", "--node", url),
                    1,
                    "What answers at " + url + " is not a node of Proxima: check --node.");
            assertFails(
                    CommandRun.of(fake.ports(), "nodes", "--node", url + "broken/"),
                    1,
                    "The connection to the node at " + url + "broken/ broke: try again.");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void waitsForTheEndOverTheEventStream() throws Exception {
        List<CommandRun> runs = new ArrayList<>();
        Thread command = new Thread(() -> runs.add(run("queue", "/clips/a.mov", "--wait")));
        command.start();
        await().until(() -> service.listeners() == 1);
        service.put(Samples.job("a", "SUCCEEDED"));
        command.join();
        assertThat(runs.get(0).exitCode()).isZero();
        assertThat(runs.get(0).out().lines()).containsExactly("/clips/Proxy/a.mov");
    }

    @Test
    void goesOnWaitingWhileTheSeedIsStartedAgain() throws Exception {
        List<CommandRun> runs = new ArrayList<>();
        Thread command = new Thread(() -> runs.add(run("queue", "/clips/a.mov", "--wait")));
        command.start();
        await().until(() -> service.listeners() == 1);
        int port = server.port();
        server.close();
        await().until(() -> service.listeners() == 0);
        server = new TestServer(service, port);
        await().until(() -> service.listeners() == 1);
        service.put(Samples.job("a", "SUCCEEDED"));
        command.join();
        assertThat(runs.get(0).exitCode()).isZero();
    }

    @Test
    void showsJobsAndOneJobWithItsSegments() {
        assertThat(run("status").out().lines()).containsExactly("There are no jobs.");
        service.put(Samples.job("abcd", "ENCODING"));
        assertThat(run("status").out().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("abcd", "encoding", "0/2", "50.0");
        assertThat(run("status", "ab").out())
                .contains("frames   100 at 25/1 per second")
                .contains("[0, 50)", "[50, 100)", "127.0.0.1:25520", "encoding", "waiting", " 50%", "50.0");
        assertFails(run("status", "x"), 1, "There is no job x");
    }

    @Test
    void printsTheFixedShapeOfJobs() throws Exception {
        service.put(Samples.job("abcd", "ENCODING"));
        JsonNode job =
                Json.ANSWERS.readTree(run("status", "abcd", "--json").out()).at("/jobs/0");
        assertThat(job.at("/id").asText()).isEqualTo("abcd");
        assertThat(job.at("/segments/0/node").asText()).isEqualTo("127.0.0.1:25520");
        assertThat(job.has("finished")).isFalse();
    }

    @Test
    void watchesAJobUntilItFails() throws Exception {
        service.put(Samples.job("a", "ENCODING"));
        List<CommandRun> runs = new ArrayList<>();
        Thread command = new Thread(() -> runs.add(run("status", "a", "--watch")));
        command.start();
        await().until(() -> service.listeners() == 1);
        service.put(Samples.job("a", "FAILED"));
        command.join();
        assertFails(runs.get(0), 1, "It went wrong.");
        assertThat(runs.get(0).out()).startsWith("a.mov: encoding 100 frames");
    }

    @Test
    void watchesWithLinesOfJson() throws Exception {
        service.put(Samples.job("a", "SUCCEEDED"));
        CommandRun run = run("status", "--watch", "--json");
        assertThat(run.out().lines()).hasSize(1);
        assertThat(Json.ANSWERS.readTree(run.out()).at("/jobs/0/id").asText()).isEqualTo("a");
    }

    @Test
    void drainsAndResumesANodeByTheStartOfItsName() {
        assertThat(run("node", "drain", "127").out())
                .contains("Node 127.0.0.1:25520 takes no new work. It was drained.");
        assertThat(run("node", "drain", "127", "--now", "--json").out()).contains("It was drained now.");
        assertThat(run("node", "resume", "127.0.0.1:25520").out()).contains("Node 127.0.0.1:25520 takes work.");
        assertFails(run("node", "drain", "x"), 1, "There is no node x: there are 127.0.0.1:25520.");
    }

    @Test
    void cancelsAJobOnce() {
        service.put(Samples.job("abcd", "ENCODING"));
        assertThat(run("cancel", "abc").out()).contains("Cancelled job abcd");
        assertFails(run("cancel", "abcd"), 1, "Job abcd has finished already.");
        assertFails(run("cancel", "x/y z"), 1, "There is no job x/y z");
    }

    @Test
    void listsNodesAndPresets() throws Exception {
        assertThat(run("nodes").out()).contains("127.0.0.1:25520", "coordinator,encoder", "8.0.1", "4711");
        assertThat(run("presets").out())
                .contains("prores-proxy", ".mov", "(default)", "dnxhr-lb")
                .contains("H.264 by a card (no node can now)");
        assertThat(Json.ANSWERS
                        .readTree(run("nodes", "--json").out())
                        .at("/nodes/0/slots")
                        .asInt())
                .isEqualTo(2);
        assertThat(Json.ANSWERS.readTree(run("presets", "--json").out()).at("/presets"))
                .hasSize(3);
    }

    @Test
    void passesOnThatNoCoordinatorAnswers() {
        service.loseCoordinator();
        assertFails(
                run("status"), 1, "No coordinator of the cluster answered: check that the seed runs, then try again.");
        assertFails(run("queue", "/clips/a.mov"), 1, "No coordinator");
    }

    @Test
    void tellsToStartANodeWhenNoneAnswers() throws Exception {
        String nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = "127.0.0.1:" + free.getLocalPort();
        }
        for (String[] command :
                new String[][] {{"status"}, {"nodes"}, {"cancel", "a"}, {"queue", "a.mov"}, {"presets"}}) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of("--node", nobody));
            CommandRun run = CommandRun.of(fake.ports(), arguments.toArray(String[]::new));
            assertFails(run, 1, "No node answers at http://" + nobody + "/: start one with \"proxima seed\"");
        }
    }

    @Test
    void tellsWhenSomethingElseAnswers() throws Exception {
        assertFails(
                CommandRun.of(fake.ports(), "status", "--node", server.url() + "/openapi.yaml/x"),
                1,
                "could not be found");
    }

    private static void assertFails(CommandRun run, int exitCode, String words) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(words);
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--node", server.url()));
        return CommandRun.of(fake.ports(), all.toArray(String[]::new));
    }
}
