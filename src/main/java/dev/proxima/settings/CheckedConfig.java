package dev.proxima.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Values that were checked; a wrong one throws a {@link ConfigException} that tells where it is written and why. */
record CheckedConfig(Config config) {

    private static final Set<String> ROLES = Set.of("coordinator", "encoder");

    private static final int LAST_PORT = 65_535;
    private static final int LOWEST_PRIORITY = 19;

    String text(String path) {
        String text = config.getString(path);
        return require(!text.isBlank(), path, "it is empty", text);
    }

    int port(String path) {
        int port = config.getInt(path);
        return require(
                port >= 0 && port <= LAST_PORT, path, "it is no port, which is between 0 and " + LAST_PORT, port);
    }

    int count(String path) {
        int count = config.getInt(path);
        return require(count >= 0, path, "it is less than 0", count);
    }

    String oneOf(String path, List<String> words) {
        // "on" and "off" without quotes are truth values
        String word = config.getAnyRef(path) instanceof Boolean truth ? truth ? "on" : "off" : config.getString(path);
        return require(words.contains(word), path, "it must be one of " + String.join(", ", words), word);
    }

    int nice(String path) {
        int nice = config.getInt(path);
        return require(nice >= 0 && nice <= LOWEST_PRIORITY, path, "it is not between 0 and " + LOWEST_PRIORITY, nice);
    }

    long bytes(String path) {
        return config.getBytes(path);
    }

    List<Path> folders(String path) {
        List<Path> folders = config.getStringList(path).stream().map(Path::of).toList();
        folders.forEach(folder -> require(folder.isAbsolute(), path, folder + " is not an absolute path", folder));
        return folders;
    }

    Duration patience(String path) {
        Duration patience = config.getDuration(path);
        return require(patience.compareTo(Duration.ZERO) > 0, path, "it is not longer than 0", patience);
    }

    EncodeHours hours(String path) {
        try {
            return EncodeHours.parse(config.getString(path));
        } catch (IllegalArgumentException e) {
            throw new ConfigException.BadValue(
                    config.getValue(path).origin(), path, "hours are written as 20:00-07:00, several with commas", e);
        }
    }

    List<String> roles(String path) {
        List<String> roles = config.getStringList(path);
        return require(
                !roles.isEmpty() && ROLES.containsAll(roles),
                path,
                "a node is a coordinator, an encoder or both",
                roles);
    }

    List<String> addresses(String path) {
        List<String> addresses = config.getStringList(path);
        addresses.forEach(address ->
                require(address.matches(".+:\\d{1,5}"), path, address + " is not of the form host:port", address));
        return addresses;
    }

    <T> T require(boolean right, String path, String otherwise, T value) {
        if (!right) {
            throw new ConfigException.BadValue(config.getValue(path).origin(), path, otherwise);
        }
        return value;
    }
}
