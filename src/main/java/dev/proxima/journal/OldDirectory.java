package dev.proxima.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first form of the journal kept the list of jobs as an event-sourced actor, and all events of finished jobs. This
 * makes rows of that list, and lets go what it stands for. Done twice it does nothing the second time.
 */
final class OldDirectory {

    static final int STEP = 2;

    /** All jobs were active at once; nodes may have segments of the first ones. */
    private static final int HAD_THEIR_TURN = 64;

    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    private final Connection connection;

    OldDirectory(Connection connection) {
        this.connection = connection;
    }

    void moveToRows() throws SQLException {
        Map<String, JobView> jobs = new LinkedHashMap<>();
        read(
                "SELECT \"snapshot_payload\" FROM \"snapshot\" WHERE \"persistence_id\" = 'JobDirectory'"
                        + " ORDER BY \"sequence_number\"",
                tree -> tree.path("jobs").forEach(job -> put(jobs, job)));
        read(
                "SELECT \"event_payload\" FROM \"event_journal\" WHERE \"persistence_id\" = 'JobDirectory'"
                        + " AND \"deleted\" = FALSE ORDER BY \"sequence_number\"",
                tree -> put(jobs, tree.path("job")));
        JobRows rows = new JobRows(connection);
        for (JobView job : jobs.values()) {
            if (job.isFinished()) {
                rows.finish(job, Long.MAX_VALUE, job.status().equals("FAILED"));
            } else {
                rows.put(job);
            }
        }
        rows.activate(rows.unfinished().stream()
                .map(JobRecords.Unfinished::id)
                .limit(HAD_THEIR_TURN)
                .toList());
        delete("\"persistence_id\" = 'JobDirectory'");
        // what sharding remembered of entities; jobs are woken by their rows now
        delete("\"persistence_id\" LIKE '/sharding/Job%'");
    }

    private interface Found {
        void accept(JsonNode tree);
    }

    private void read(String query, Found found) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            while (results.next()) {
                found.accept(CBOR.readTree(results.getBytes(1)));
            }
        } catch (IOException e) {
            throw new SQLException("the old list of jobs cannot be read", e);
        }
    }

    private static void put(Map<String, JobView> jobs, JsonNode tree) {
        JobView job = Json.ANSWERS.convertValue(tree, JobView.class);
        jobs.put(job.id(), job);
    }

    private void delete(String which) throws SQLException {
        for (String table : new String[] {"snapshot", "event_journal"}) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM \"" + table + "\" WHERE " + which)) {
                delete.executeUpdate();
            }
        }
    }
}
