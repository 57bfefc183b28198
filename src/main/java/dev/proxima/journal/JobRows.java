package dev.proxima.journal;

import dev.proxima.api.JobView;
import dev.proxima.job.Priority;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The statements on the rows of jobs, the same for every database, within the transaction of a connection. */
final class JobRows {

    /** A page is one message between nodes, and 10,000 segments take about 1 MB of the 4 MB that it may have. */
    private static final int SEGMENTS_A_PAGE = 10_000;

    private final Connection connection;

    JobRows(Connection connection) {
        this.connection = connection;
    }

    /** Changes nothing of a job that has ended since that submission: this word of it comes late. */
    void put(JobView job) throws SQLException {
        long submittedAt = millis(job.submittedAt());
        if (locked(job.id()).filter(row -> row.endsWhatBegan(submittedAt)).isPresent()) {
            return;
        }
        int changed = update(
                "UPDATE proxima_job SET submitted_at = ?, priority = ?, summary = ?, active = (active AND finished_at = 0),"
                        + " finished_at = 0 WHERE id = ?",
                submittedAt,
                job.priority(),
                Summary.of(job),
                job.id());
        if (changed == 0) {
            insert(job, 0);
        }
    }

    void activate(Collection<String> ids) throws SQLException {
        for (String id : ids) {
            update("UPDATE proxima_job SET active = TRUE WHERE id = ?", id);
        }
    }

    /** Word that comes twice deletes nothing the second time: the job may live again, with events of the same numbers. */
    void finish(JobView job, long lastSequenceNr, boolean keepEvents) throws SQLException {
        long finishedAt = millis(job.finishedAt());
        if (locked(job.id()).filter(row -> row.finishedAt() == finishedAt).isPresent()) {
            return;
        }
        int changed = update(
                "UPDATE proxima_job SET submitted_at = ?, finished_at = ?, active = FALSE, summary = ? WHERE id = ?",
                millis(job.submittedAt()),
                finishedAt,
                Summary.of(job),
                job.id());
        if (changed == 0) {
            insert(job, finishedAt);
        }
        if (!keepEvents) {
            for (String table : List.of("snapshot", "event_journal")) {
                update(
                        "DELETE FROM \"" + table + "\" WHERE \"persistence_id\" = ? AND \"sequence_number\" <= ?",
                        JobTable.PERSISTENCE_ID + job.id(),
                        lastSequenceNr);
            }
        }
    }

    Optional<JobView> find(String id) throws SQLException {
        return views("SELECT summary FROM proxima_job WHERE id = ?", id).stream()
                .findFirst();
    }

    JobRecords.Page page(int limit, Optional<JobRecords.Place> before) throws SQLException {
        String last = " ORDER BY submitted_at DESC, id DESC LIMIT " + (limit + 1);
        List<JobView> found = before.isEmpty()
                ? views("SELECT summary FROM proxima_job" + last)
                : views(
                        "SELECT summary FROM proxima_job WHERE submitted_at < ? OR (submitted_at = ? AND id < ?)"
                                + last,
                        before.get().submittedAt(),
                        before.get().submittedAt(),
                        before.get().id());
        List<JobView> page = new ArrayList<>();
        long segments = 0;
        for (JobView job : found) {
            segments += job.segments().size();
            if (page.size() == limit || (segments > SEGMENTS_A_PAGE && !page.isEmpty())) {
                break;
            }
            page.add(job);
        }
        Collections.reverse(page);
        return new JobRecords.Page(page, page.size() < found.size());
    }

    List<JobRecords.Unfinished> unfinished() throws SQLException {
        List<JobRecords.Unfinished> unfinished = new ArrayList<>();
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT id, priority, submitted_at, active FROM proxima_job"
                                + " WHERE finished_at = 0 ORDER BY submitted_at, id");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                unfinished.add(new JobRecords.Unfinished(
                        rows.getString(1), Priority.of(rows.getString(2)), rows.getLong(3), rows.getBoolean(4)));
            }
        }
        return unfinished;
    }

    /** @param finishedAt 0 while the job is unfinished */
    private record Times(long submittedAt, long finishedAt) {

        boolean endsWhatBegan(long at) {
            return finishedAt != 0 && submittedAt == at;
        }
    }

    /** The row of a job, if there is one, stays as it is for the rest of the transaction. */
    private Optional<Times> locked(String id) throws SQLException {
        try (PreparedStatement query = prepared(
                        "SELECT submitted_at, finished_at FROM proxima_job WHERE id = ? FOR UPDATE",
                        new Object[] {id});
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(new Times(row.getLong(1), row.getLong(2))) : Optional.empty();
        }
    }

    private void insert(JobView job, long finishedAt) throws SQLException {
        update(
                "INSERT INTO proxima_job (id, submitted_at, finished_at, active, priority, summary) VALUES (?, ?, ?, FALSE, ?, ?)",
                job.id(),
                millis(job.submittedAt()),
                finishedAt,
                job.priority(),
                Summary.of(job));
    }

    private List<JobView> views(String sql, Object... values) throws SQLException {
        List<JobView> views = new ArrayList<>();
        try (PreparedStatement query = prepared(sql, values);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                views.add(Summary.read(rows.getBytes(1)));
            }
        }
        return views;
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object[] values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
