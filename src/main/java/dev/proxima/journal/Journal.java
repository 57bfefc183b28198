package dev.proxima.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The open journal of a coordinator, with its tables as this version needs them. */
public final class Journal implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final long CONNECT_WITHIN_MS = 3000;
    private static final String SHARED = "akka-persistence-jdbc.shared-databases.proxima.";

    /** With Akka, or the first job would wait for it. */
    private static final Config OPENED_AT_ONCE = ConfigFactory.parseMap(Map.of(
            "akka.extensions", List.of("akka.persistence.Persistence"),
            "akka.persistence.journal.auto-start-journals", List.of("jdbc-journal"),
            "akka.persistence.snapshot-store.auto-start-snapshot-stores", List.of("jdbc-snapshot-store")));

    /** H2's "database may be already in use". */
    private static final int IN_USE = 90020;

    private final JournalAddress address;
    private final DataSource database;
    private final JobRecords jobs;
    private final Optional<Compaction> compaction;

    /**
     * Opens the journal and migrates it.
     *
     * @throws FailureException when it is in use by another node, cannot be reached, or is of a newer version
     */
    public static Journal open(Settings settings) throws FailureException {
        JournalAddress address = addressOf(settings);
        makeFolder(settings.dataDir());
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password())) {
            Migrations.apply(connection, address.kind());
        } catch (SQLException e) {
            throw new FailureException(failure(address, settings.dataDir(), e), e);
        }
        return new Journal(address);
    }

    /** Whether the settings name a database that several coordinators can have at once. */
    public static boolean isShared(Settings settings) throws FailureException {
        return addressOf(settings).kind() == JournalAddress.Kind.POSTGRESQL;
    }

    private static JournalAddress addressOf(Settings settings) throws FailureException {
        Config journal = settings.raw().getConfig("proxima.journal");
        return JournalAddress.of(
                journal.getString("url"), journal.getString("user"), journal.getString("password"), settings.dataDir());
    }

    private Journal(JournalAddress address) {
        this.address = address;
        this.database = address.kind() == JournalAddress.Kind.H2 ? embedded(address) : remote(address);
        this.jobs = new JobTable(database);
        this.compaction = address.file().map(file -> new Compaction(database, file));
    }

    public JobRecords jobs() {
        return jobs;
    }

    /** What coordinators agree by; empty when only one can have this journal. */
    public Optional<Lease> lease() {
        return address.kind() == JournalAddress.Kind.POSTGRESQL ? Optional.of(new Lease(database)) : Optional.empty();
    }

    /** The settings of the journal for Akka. */
    public Config config() {
        return ConfigFactory.parseMap(
                        Map.of(
                                SHARED + "profile", address.kind().profile,
                                SHARED + "db.driver", address.kind().driver,
                                SHARED + "db.url", address.url(),
                                SHARED + "db.user", address.user(),
                                SHARED + "db.password", address.password()),
                        "the journal")
                .withFallback(OPENED_AT_ONCE);
    }

    /** For people. */
    @Override
    public String toString() {
        return address.shown();
    }

    /** The last of a coordinator at {@code address}, {@code host:port}, that left in good order: another one may lead. */
    public void leave(String address) {
        try {
            lease().ifPresent(lease -> lease.release(address));
        } catch (JournalAwayException e) {
            // the lease gets old by itself
        }
        close();
    }

    @Override
    public void close() {
        compaction.ifPresent(Compaction::close);
        if (database instanceof HikariDataSource pool) {
            pool.close();
        } else if (database instanceof JdbcConnectionPool pool) {
            pool.dispose();
        }
    }

    /** H2's own pool starts in no time, which an {@code encode} feels. */
    private static DataSource embedded(JournalAddress address) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(address.url(), address.user(), address.password());
        pool.setMaxConnections(CONNECTIONS);
        return pool;
    }

    private static DataSource remote(JournalAddress address) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("proxima-jobs");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_WITHIN_MS);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static void makeFolder(Path dataDir) throws FailureException {
        try {
            Files.createDirectories(dataDir.resolve("journal"));
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.InvalidRequest(
                            "The data directory " + dataDir + " cannot be written: choose another with --data-dir."),
                    e);
        }
    }

    /** The driver's own words name the user and the host, never the password. */
    private static Failure failure(JournalAddress address, Path dataDir, SQLException e) {
        if (e.getErrorCode() == IN_USE) {
            return new Failure.InvalidRequest("Another Proxima node uses the data directory " + dataDir
                    + ": stop it, or choose another with --data-dir.");
        }
        String advice = address.kind() == JournalAddress.Kind.POSTGRESQL
                ? ": check that the database runs, and proxima.journal.url."
                : ": see whether its drive is full, or choose another with --data-dir.";
        String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Failure.InvalidRequest("The journal " + address + " cannot be opened (" + words + ")" + advice);
    }
}
