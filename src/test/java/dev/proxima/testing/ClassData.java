package dev.proxima.testing;

import dev.proxima.app.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * What JVMs of the tests are started with, made once: Proxima as a jar, and the classes of a warm-up run as an archive.
 * A start costs a third of that from folders of classes, which no archive can be made of.
 */
final class ClassData {

    /** Those that an archive is bound to, and which every JVM is started with. */
    static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

    private static final int PATIENCE_SECONDS = 120;

    /** Proxima's jar and its libraries. */
    static final String CLASS_PATH;

    /** The option that names the archive; none if this Java cannot make one. */
    static final List<String> ARCHIVE;

    static {
        try {
            Path folder = Files.createDirectories(Path.of("target", "jvms")).toAbsolutePath();
            CLASS_PATH = classPath(folder.resolve("proxima.jar"));
            ARCHIVE = archive(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClassData() {}

    private static String classPath(Path jar) {
        List<String> entries = new ArrayList<>(
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
        entries.removeIf(entry -> !entry.endsWith(".jar"));
        String classes = Path.of("target", "classes").toAbsolutePath().toString();
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes, ".");
        if (status != 0) {
            throw new AssertionError("no jar could be made of " + classes);
        }
        entries.add(0, jar.toString());
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> archive(Path folder) throws IOException {
        Path archive = folder.resolve("classes.jsa");
        Files.deleteIfExists(archive);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", CLASS_PATH, Main.class.getName(), "warm"));
        Process warming = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("warm.log").toFile())
                .start();
        try {
            if (!warming.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                warming.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable") : List.of();
    }
}
