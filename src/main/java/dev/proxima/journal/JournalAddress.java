package dev.proxima.journal;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the journal is. The password is in none of its texts but its own.
 *
 * @param url for the driver, without the name and password of the user
 */
record JournalAddress(Kind kind, String url, String user, String password) {

    enum Kind {
        H2("slick.jdbc.H2Profile$", "org.h2.Driver"),
        POSTGRESQL("slick.jdbc.PostgresProfile$", "org.postgresql.Driver");

        final String profile;
        final String driver;

        Kind(String profile, String driver) {
            this.profile = profile;
            this.driver = driver;
        }
    }

    private static final Pattern POSTGRESQL =
            Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^@/?]*)@)?([^@/?]+)/([^@?/]+)(?:\\?(.*))?");

    /** A database that vanished without a word must not hold a connection for ever; what the URL says wins. */
    private static final Map<String, String> PATIENCE =
            Map.of("connectTimeout", "3", "loginTimeout", "5", "socketTimeout", "20", "tcpKeepAlive", "true");

    /**
     * Reads what the settings say. An empty {@code url} means an H2 file below the data directory.
     *
     * @throws FailureException when it is no URL of a database that Proxima knows
     */
    static JournalAddress of(String url, String user, String password, Path dataDir) throws FailureException {
        if (url.isEmpty()) {
            return embedded(dataDir);
        }
        Matcher postgresql = POSTGRESQL.matcher(url);
        if (postgresql.matches()) {
            return postgresql(postgresql, user, password);
        }
        if (url.startsWith("jdbc:h2:")) {
            return new JournalAddress(Kind.H2, url, user, password);
        }
        throw new FailureException(new Failure.InvalidRequest(
                "The URL of the journal must be like jdbc:postgresql://USER:PASSWORD@HOST/DATABASE; it is not shown"
                        + " here, as it may hold a password. Correct proxima.journal.url or --journal-url."));
    }

    /**
     * WRITE_DELAY=0: by default H2 keeps what was committed for half a second in the JVM, where {@code kill -9} loses
     * it. RETENTION_TIME: so many milliseconds after it is free, space in the file is used again. DB_CLOSE_DELAY: the file stays open from here until the JVM ends.
     */
    private static JournalAddress embedded(Path dataDir) {
        Path file = dataDir.resolve("journal").resolve("proxima");
        return new JournalAddress(
                Kind.H2, "jdbc:h2:file:" + file + ";WRITE_DELAY=0;RETENTION_TIME=1000;DB_CLOSE_DELAY=-1", "", "");
    }

    private static JournalAddress postgresql(Matcher url, String user, String password) {
        Map<String, String> options = new TreeMap<>(PATIENCE);
        if (url.group(4) != null) {
            for (String option : url.group(4).split("&")) {
                String[] pair = option.split("=", 2);
                options.put(pair[0], pair.length > 1 ? pair[1] : "");
            }
        }
        String[] names = url.group(1) == null ? new String[0] : url.group(1).split(":", 2);
        String urlUser = names.length > 0 ? names[0] : options.remove("user");
        String urlPassword = names.length > 1 ? names[1] : options.remove("password");
        String name = urlUser == null ? user : decoded(urlUser);
        return new JournalAddress(
                Kind.POSTGRESQL,
                "jdbc:postgresql://" + url.group(2) + '/' + url.group(3) + '?' + query(options),
                name.isEmpty() ? System.getProperty("user.name") : name,
                urlPassword == null ? password : decoded(urlPassword));
    }

    private static String query(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + '=' + option.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The file of an embedded database. */
    Optional<Path> file() {
        return kind == Kind.H2 && url.startsWith("jdbc:h2:file:")
                ? Optional.of(Path.of(shown() + ".mv.db"))
                : Optional.empty();
    }

    /** For people: the host and the database, or the file. */
    String shown() {
        return kind == Kind.H2
                ? url.substring("jdbc:h2:".length()).replaceAll("^file:|;.*", "")
                : url.replaceAll("^jdbc:|\\?.*", "");
    }

    @Override
    public String toString() {
        return shown();
    }
}
