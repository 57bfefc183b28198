package dev.proxima.testing;

import dev.proxima.api.JobList;
import dev.proxima.api.JobRequest;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import dev.proxima.api.NodeView;
import dev.proxima.api.Submitted;
import dev.proxima.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Proxima in a JVM of its own, as a user starts it. */
public final class Jvm implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();
    private static final int ENDS_WITHIN_SECONDS = 15;
    private static final int MOST_MINUTES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final BufferedReader out;
    private final Path errors;
    private Map<?, ?> facts = Map.of();

    /** What a command that ended said. */
    public record Ended(int exitCode, String out, String err) {}

    /**
     * How a JVM is started.
     *
     * @param prefix a command that becomes the one that follows it, such as {@code ip netns exec NAME}
     * @param options for the JVM
     */
    public record Launch(List<String> prefix, List<String> options, String classPath) {

        public static final Launch PLAIN = new Launch(List.of(), List.of(), ClassData.CLASS_PATH);

        public Launch with(String... more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return new Launch(prefix, all, classPath);
        }

        public Launch behind(String... command) {
            List<String> all = new ArrayList<>(List.of(command));
            all.addAll(prefix);
            return new Launch(all, options, classPath);
        }

        public Launch withClassPath(String newClassPath) {
            return new Launch(prefix, options, newClassPath);
        }
    }

    /** Starts a node with one slot and waits until it told about itself. */
    public static Jvm node(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--slots", "1"));
        return node(Launch.PLAIN, folder, all);
    }

    /** A node that joins a seed of this test is given the token that the seed printed. */
    public static Jvm node(Launch launch, Path folder, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        arguments.stream()
                .filter(word -> TOKENS.containsKey(word) && !arguments.contains("--token"))
                .findFirst()
                .ifPresent(seed -> all.addAll(List.of("--token", TOKENS.get(seed))));
        all.addAll(List.of("--http-port", "0", "--json"));
        Jvm node = start(launch, folder, all);
        try {
            String line = node.out.readLine();
            if (line == null) {
                throw new AssertionError("the node ended: " + Files.readString(node.errors));
            }
            node.facts = Json.read(line, Map.class);
            node.joinLine().ifPresent(join -> TOKENS.put(node.address(), join.replaceFirst(".*--token ", "")));
            return node;
        } catch (IOException e) {
            node.close();
            throw new UncheckedIOException(e);
        }
    }

    public static Jvm start(Path folder, String... arguments) {
        return start(Launch.PLAIN, folder, List.of(arguments));
    }

    public static Jvm start(Launch launch, Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(launch.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ClassData.OPTIONS);
        command.addAll(ClassData.ARCHIVE);
        command.addAll(launch.options());
        command.addAll(List.of("-cp", launch.classPath(), Main.class.getName()));
        command.addAll(arguments);
        try {
            Path errors = Files.createTempFile(Files.createDirectories(folder), "stderr", ".txt");
            return new Jvm(
                    new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    public static Ended run(Path folder, String... arguments) {
        try (Jvm jvm = start(folder, arguments)) {
            return jvm.awaitEnd();
        }
    }

    private Jvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What the process prints up to the first line that the test waits for. */
    public String lineThat(Predicate<String> matches) {
        try {
            String line = out.readLine();
            while (line != null && !matches.test(line)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new AssertionError("the process ended: " + Files.readString(errors));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It has to be a command that ends by itself. */
    public Ended awaitEnd() {
        try {
            String said = CompletableFuture.supplyAsync(this::allOfOut).get(MOST_MINUTES, TimeUnit.MINUTES);
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the process closed its output but did not end");
            }
            return new Ended(process.exitValue(), said, Files.readString(errors));
        } catch (TimeoutException e) {
            throw new AssertionError("the process did not end; it is " + process.pid(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private String allOfOut() {
        return out.lines().map(line -> line + "\n").collect(Collectors.joining());
    }

    public String address() {
        return (String) facts.get("address");
    }

    /** What the node says to type on another machine, if it is a seed. */
    public Optional<String> joinLine() {
        return Optional.ofNullable((String) facts.get("join"));
    }

    public String http() {
        return (String) facts.get("http");
    }

    /** What clients on other machines have to show. */
    public String token() {
        return (String) facts.get("token");
    }

    public JobView job(String id) {
        return get("/api/v1/jobs/" + id, JobView.class);
    }

    public List<JobView> jobs() {
        return get("/api/v1/jobs", JobList.class).jobs();
    }

    public List<NodeView> nodes() {
        return List.of(get("/api/v1/nodes", NodeView[].class));
    }

    public <T> T get(String path, Class<T> type) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(http() + path))
                    .timeout(PATIENCE)
                    .build();
            return Json.read(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Hands a clip in, and does not wait for the answer. */
    public void submitUnanswered(JobRequest job) {
        HTTP.sendAsync(submission(job), HttpResponse.BodyHandlers.discarding());
    }

    private HttpRequest submission(JobRequest job) {
        return HttpRequest.newBuilder(URI.create(http() + "/api/v1/jobs"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(job)))
                .build();
    }

    /** Hands a clip in; fails the test if it is refused. */
    public JobView submit(JobRequest job) {
        try {
            HttpResponse<String> answer = HTTP.send(submission(job), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 202) {
                throw new AssertionError(answer.statusCode() + ": " + answer.body());
            }
            return Json.read(answer.body(), Submitted.class).jobs().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The node's server-sent events, up to the line that the test waits for. */
    public String eventsUntil(Predicate<String> last) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(http() + "/api/v1/events")).build();
        StringBuilder read = new StringBuilder();
        try (Stream<String> lines = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .get(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .body()) {
            Iterator<String> each = lines.iterator();
            CompletableFuture.runAsync(() -> {
                        for (String line = each.next(); !last.test(line); line = each.next()) {
                            read.append(line).append('\n');
                        }
                    })
                    .get(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        }
        return read.toString();
    }

    /** The FFmpeg processes that this JVM started, by their process ids. */
    public List<ProcessHandle> ffmpegs() {
        return process.descendants()
                .filter(handle -> handle.info()
                        .command()
                        .filter(command -> command.contains("ffmpeg"))
                        .isPresent())
                .toList();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it said on standard error so far. */
    public String said() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitGone();
    }

    /** SIGTERM, or SIGINT's equal for a JVM. */
    public void terminate() {
        process.destroy();
        awaitGone();
    }

    public void awaitGone() {
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
