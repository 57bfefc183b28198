package dev.proxima.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Watches names: one that is published a second time is another file, were it equal to the first. */
final class Sightings implements AutoCloseable {

    private static final int LOOK_EVERY_MS = 5;

    private final Map<Path, Set<String>> seen = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    static Sightings of(Stream<Path> names) {
        Sightings sightings = new Sightings();
        names.forEach(name -> sightings.thread.scheduleWithFixedDelay(
                () -> sightings.look(name), 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS));
        return sightings;
    }

    private void look(Path name) {
        try {
            BasicFileAttributes file = Files.readAttributes(name, BasicFileAttributes.class);
            seen.computeIfAbsent(name, unseen -> ConcurrentHashMap.newKeySet())
                    .add(file.fileKey() + " of " + file.lastModifiedTime());
        } catch (NoSuchFileException e) {
            // not yet
        } catch (IOException e) {
            seen.computeIfAbsent(name, unseen -> ConcurrentHashMap.newKeySet()).add(e.toString());
        }
    }

    Map<Path, Set<String>> all() {
        return Map.copyOf(seen);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
