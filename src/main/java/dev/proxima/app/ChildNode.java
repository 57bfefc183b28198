package dev.proxima.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.proxima.api.Json;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node in a JVM of its own, started like this one and ended with it. */
final class ChildNode implements AutoCloseable {

    private static final int FAREWELL_SECONDS = 12;

    private final Process process;
    private final Map<String, String> facts;

    /** @param arguments of {@code proxima}; a command that tells about its node in JSON */
    static ChildNode start(List<String> arguments) throws FailureException {
        return start(Path.of(System.getProperty("java.home"), "bin", "java"), arguments);
    }

    static ChildNode start(Path java, List<String> arguments) throws FailureException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return new ChildNode(process, firstLine(process, "The demo's \"proxima " + arguments.get(0) + "\""));
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.Internal("Another Java could not be started: " + e.getMessage() + ".", ""), e);
        }
    }

    private static Map<String, String> firstLine(Process process, String what) throws IOException, FailureException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new FailureException(new Failure.Internal(what + " ended at once: see above.", ""));
        }
        try {
            return Json.ANSWERS.readValue(line, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            process.destroy();
            throw new FailureException(
                    new Failure.Internal(what + " did not tell of its node, but said: " + line, ""), e);
        }
    }

    private ChildNode(Process process, Map<String, String> facts) {
        this.process = process;
        this.facts = facts;
    }

    String address() {
        return facts.get("address");
    }

    /** What a node that joins this one is told: {@code HOST:PORT --token TOKEN}. */
    List<String> joinArguments() {
        List<String> words = List.of(facts.get("join").split(" "));
        return words.subList(words.indexOf("join") + 1, words.size());
    }

    String http() {
        return facts.get("http");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
