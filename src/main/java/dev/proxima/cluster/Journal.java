package dev.proxima.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The database of a coordinator: where it is, and that its tables are there before Akka looks for them. */
final class Journal {

    private static final String SCHEMA = "/journal-h2.sql";

    /** H2's "database may be already in use". */
    private static final int IN_USE = 90020;

    private Journal() {}

    /**
     * The settings of the journal for Akka.
     *
     * @throws FailureException when the database is in use by another node, or cannot be opened
     */
    static Config prepare(Settings settings) throws FailureException {
        Config journal = settings.raw().getConfig("proxima.journal");
        String url = journal.getString("url");
        if (url.isEmpty()) {
            url = embeddedUrl(settings.dataDir());
        }
        try (Connection connection =
                        DriverManager.getConnection(url, journal.getString("user"), journal.getString("password"));
                Statement statement = connection.createStatement()) {
            statement.execute(schema());
        } catch (SQLException e) {
            throw new FailureException(failure(settings.dataDir(), e), e);
        }
        return ConfigFactory.parseMap(Map.of("akka-persistence-jdbc.shared-databases.proxima.db.url", url));
    }

    /**
     * WRITE_DELAY=0: by default H2 keeps what was committed for half a second in the JVM, where {@code kill -9} loses
     * it. DB_CLOSE_DELAY: the file stays open from here until the JVM ends.
     */
    private static String embeddedUrl(Path dataDir) throws FailureException {
        Path file = dataDir.resolve("journal").resolve("proxima");
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.InvalidRequest(
                            "The data directory " + dataDir + " cannot be written: choose another with --data-dir."),
                    e);
        }
        return "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1";
    }

    private static Failure failure(Path dataDir, SQLException e) {
        return e.getErrorCode() == IN_USE
                ? new Failure.InvalidRequest("Another Proxima node uses the data directory " + dataDir
                        + ": stop it, or choose another with --data-dir.")
                : new Failure.Internal(
                        "The journal in " + dataDir + " cannot be opened: " + e.getMessage(), e.toString());
    }

    private static String schema() {
        try (InputStream stream = Journal.class.getResourceAsStream(SCHEMA)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
