package dev.proxima.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.proxima.api.JobView;
import dev.proxima.job.FailureException;
import dev.proxima.job.Priority;
import dev.proxima.settings.Settings;
import dev.proxima.testing.ReleasedJournal;
import dev.proxima.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded journal; what is the same for every database is shown here. */
class JournalTest {

    @TempDir
    Path dataDir;

    private Journal journal;

    @BeforeEach
    void open() throws FailureException {
        journal = Journal.open(Settings.load(Map.of("proxima.data-dir", dataDir.toString())));
    }

    @AfterEach
    void shutDown() throws SQLException {
        journal.close();
        execute("SHUTDOWN");
    }

    @Test
    void listsJobsInPagesFromTheNewest() {
        for (int job = 0; job < 5; job++) {
            journal.jobs().put(job("job-" + job, job / 2, "QUEUED"));
        }

        JobRecords.Page last = journal.jobs().page(3, Optional.empty());
        JobRecords.Page first = journal.jobs().page(3, Optional.of(new JobRecords.Place(at(1), "job-2")));

        assertThat(last.jobs()).extracting(JobView::id).containsExactly("job-2", "job-3", "job-4");
        assertThat(last.more()).isTrue();
        assertThat(first.jobs()).extracting(JobView::id).containsExactly("job-0", "job-1");
        assertThat(first.more()).isFalse();
    }

    @Test
    void knowsWhichJobsAreUnfinishedAndWhoseTurnItWas() {
        journal.jobs().put(job("a", 1, "QUEUED"));
        journal.jobs().put(job("b", 2, "QUEUED"));
        journal.jobs().put(job("c", 3, "QUEUED"));
        journal.jobs().activate(List.of("b", "c"));

        journal.jobs().finish(finished("c", 3, "SUCCEEDED"), 9, false);

        assertThat(journal.jobs().unfinished())
                .containsExactly(
                        new JobRecords.Unfinished("a", Priority.NORMAL, at(1), false),
                        new JobRecords.Unfinished("b", Priority.NORMAL, at(2), true));
        assertThat(journal.jobs().find("c")).map(JobView::status).contains("SUCCEEDED");
        assertThat(journal.jobs().find("d")).isEmpty();
    }

    @Test
    void aJobThatIsMadeAgainWaitsForItsTurnAgain() {
        journal.jobs().put(job("a", 1, "QUEUED"));
        journal.jobs().activate(List.of("a"));
        journal.jobs().finish(finished("a", 1, "FAILED"), 9, true);

        journal.jobs().put(job("a", 7, "QUEUED"));

        assertThat(journal.jobs().unfinished())
                .containsExactly(new JobRecords.Unfinished("a", Priority.NORMAL, at(7), false));
    }

    @Test
    void lateWordThatAJobWasSubmittedDoesNotUndoItsEnd() {
        journal.jobs().finish(finished("a", 1, "FAILED"), 2, false);

        journal.jobs().put(job("a", 1, "QUEUED"));

        assertThat(journal.jobs().unfinished()).isEmpty();
        assertThat(journal.jobs().find("a")).map(JobView::status).contains("FAILED");
    }

    @Test
    void theEventsOfAFinishedJobGoAndThoseOfItsNextLifeStay() throws SQLException {
        event("Job|a", 1);
        event("Job|a", 2);
        event("Job|b", 1);
        journal.jobs().put(job("a", 1, "QUEUED"));
        journal.jobs().finish(finished("a", 1, "SUCCEEDED"), 2, false);
        assertThat(count("event_journal")).isOne();

        event("Job|a", 1);
        journal.jobs().finish(finished("a", 1, "SUCCEEDED"), 2, false);

        assertThat(count("event_journal")).isEqualTo(2);
    }

    @Test
    void aJournalOfANewerVersionIsLeftAlone() throws SQLException {
        execute("INSERT INTO proxima_schema VALUES (99)");
        assertThat(refusal(Map.of("proxima.data-dir", dataDir.toString())))
                .matches(
                        "The journal is of a newer Proxima \\(its form is 99, this one knows \\d+\\): update this node\\.");
    }

    @Test
    void saysThatTheListOfTheFirstFormIsDamaged() throws Exception {
        event("JobDirectory", 1, "FF"); // ends what was not begun
        execute("DELETE FROM proxima_schema WHERE version >= " + OldDirectory.STEP);
        journal.close();
        assertThat(refusal(Map.of("proxima.data-dir", dataDir.toString())))
                .isEqualTo("The journal " + dataDir.resolve("journal/proxima")
                        + " cannot be opened (the old list of jobs cannot be read): see whether its drive is full, or "
                        + "choose another with --data-dir.");
    }

    @Test
    void saysWhyThereIsNoJournal() throws IOException {
        Path file = Files.writeString(dataDir.resolve("file"), "");
        assertThat(refusal(Map.of("proxima.data-dir", file.toString())))
                .isEqualTo("The data directory " + file + " cannot be written: choose another with --data-dir.");
        assertThat(refusal(Map.of(
                        "proxima.data-dir",
                        dataDir.toString(),
                        "proxima.journal.url",
                        "jdbc:postgresql://ann:secret@127.0.0.1:1/proxima")))
                .startsWith("The journal ")
                .endsWith(": check that the database runs, and proxima.journal.url.")
                .contains(" cannot be opened (Connection to 127.0.0.1:1 refused")
                .doesNotContain("secret");
    }

    private static String refusal(Map<String, Object> settings) {
        return catchThrowableOfType(FailureException.class, () -> Journal.open(Settings.load(settings)))
                .failure()
                .message();
    }

    @Test
    void theEventsOfAFailedJobThatMayGoOnStay() throws SQLException {
        event("Job|a", 1);
        journal.jobs().finish(finished("a", 1, "FAILED"), 1, true);
        assertThat(count("event_journal")).isOne();
    }

    @Test
    void migratesOnceHoweverOftenItIsOpened() throws Exception {
        journal.jobs().put(job("a", 1, "QUEUED"));
        journal.close();
        open();
        assertThat(count("proxima_schema")).isEqualTo(Migrations.NEWEST);
        assertThat(journal.jobs().find("a")).isPresent();
    }

    @Test
    void jobsOfAJournalThatKnewNoPrioritiesAreNormal() throws Exception {
        journal.jobs().put(job("a", 1, "QUEUED"));
        execute("ALTER TABLE proxima_job DROP COLUMN priority");
        execute("DELETE FROM proxima_schema WHERE version > 2");
        journal.close();

        open();
        journal.jobs().put(job("b", 2, "QUEUED"));

        assertThat(journal.jobs().unfinished())
                .containsExactly(
                        new JobRecords.Unfinished("a", Priority.NORMAL, at(1), false),
                        new JobRecords.Unfinished("b", Priority.NORMAL, at(2), false));
    }

    @Test
    void refusesTheJournalOfANewerVersion() throws SQLException {
        execute("INSERT INTO proxima_schema VALUES (99)");
        assertThatThrownBy(this::open).isInstanceOf(FailureException.class).hasMessageContaining("update this node");
    }

    @Test
    void makesRowsOfTheListOfTheFirstFormAndLetsItsEventsGo(@TempDir Path old) throws Exception {
        ReleasedJournal.unpack(ReleasedJournal.FIRST, old);
        String url = "jdbc:h2:file:" + old.resolve("journal/proxima");

        try (Journal upgraded = Journal.open(Settings.load(Map.of("proxima.data-dir", old.toString())))) {
            assertThat(upgraded.jobs().page(1000, Optional.empty()).jobs())
                    .hasSize(115)
                    .filteredOn(job -> !job.status().equals("SUCCEEDED"))
                    .extracting(JobView::source, JobView::status)
                    .containsExactly(
                            tuple("/clips/text.mov", "FAILED"),
                            tuple("/clips/stopped.mov", "CANCELLED"),
                            tuple("/clips/half.mov", "PLANNING"),
                            tuple("/clips/waits.mov", "PLANNING"));
            assertThat(upgraded.jobs().unfinished()).hasSize(2).allMatch(JobRecords.Unfinished::active);
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet ids = statement.executeQuery(
                            "SELECT COUNT(DISTINCT \"persistence_id\") FROM \"event_journal\"")) {
                ids.next();
                assertThat(ids.getInt(1)).isEqualTo(3);
                statement.execute("SHUTDOWN");
            }
        }
    }

    /** All that {@code kill -9} leaves of a journal is its file. H2 2.5.252 fails this, once it uses freed space again. */
    @Test
    void whatIsCommittedIsInTheFileAtOnce() throws Exception {
        execute("SET RETENTION_TIME 0"); // milliseconds until freed space is used again
        for (int job = 1; job <= 60; job++) {
            journal.jobs().put(job("job-" + job, job, "QUEUED"));
            Path left = Files.createDirectories(dataDir.resolve("killed-" + job));
            Files.copy(dataDir.resolve("journal/proxima.mv.db"), left.resolve("proxima.mv.db"));
            String url = "jdbc:h2:file:" + left.resolve("proxima") + ";ACCESS_MODE_DATA=r";
            try (Connection connection = DriverManager.getConnection(url)) {
                assertThat(count(connection, "proxima_job"))
                        .describedAs("jobs after %d commits", job)
                        .isEqualTo(job);
            }
        }
    }

    private void event(String persistenceId, long number) throws SQLException {
        event(persistenceId, number, "00");
    }

    private void event(String persistenceId, long number, String payload) throws SQLException {
        execute("INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"writer\","
                + " \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
                + " \"event_ser_manifest\") VALUES ('" + persistenceId + "', " + number + ", '', 0, '', X'" + payload
                + "', 0, '')");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String table) throws SQLException {
        try (Connection connection = connect()) {
            return count(connection, table);
        }
    }

    private static int count(Connection connection, String table) throws SQLException {
        String name = table.startsWith("proxima") ? table : '"' + table + '"';
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + name)) {
            count.next();
            return count.getInt(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + dataDir.resolve("journal/proxima"));
    }

    private static long at(int second) {
        return Instant.EPOCH.plusSeconds(second).toEpochMilli();
    }

    private static JobView job(String id, int second, String status) {
        JobView sample = Samples.job(id, status);
        return new JobView(
                id,
                status,
                sample.source(),
                sample.output(),
                sample.preset(),
                sample.priority(),
                0,
                "",
                0,
                List.of(),
                null,
                List.of(),
                null,
                Instant.EPOCH.plusSeconds(second).toString(),
                null);
    }

    private static JobView finished(String id, int second, String status) {
        JobView job = job(id, second, status);
        return new JobView(
                id,
                status,
                job.source(),
                job.output(),
                job.preset(),
                job.priority(),
                0,
                "",
                0,
                List.of(),
                null,
                List.of(),
                null,
                job.submittedAt(),
                Instant.EPOCH.plusSeconds(second + 1).toString());
    }
}
