package dev.proxima.journal;

import dev.proxima.api.JobView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The rows of jobs in the journal's database, each call a transaction of its own. */
final class JobTable implements JobRecords {

    /** How the events of a job are named in the journal, followed by its id. */
    static final String PERSISTENCE_ID = "Job|";

    private final DataSource database;

    JobTable(DataSource database) {
        this.database = database;
    }

    @Override
    public void put(JobView job) {
        change(rows -> rows.put(job));
    }

    @Override
    public void activate(Collection<String> ids) {
        change(rows -> rows.activate(ids));
    }

    @Override
    public void finish(JobView job, long lastSequenceNr, boolean keepEvents) {
        change(rows -> rows.finish(job, lastSequenceNr, keepEvents));
    }

    @Override
    public Optional<JobView> find(String id) {
        return transaction(rows -> rows.find(id));
    }

    @Override
    public Page page(int limit, Optional<Place> before) {
        return transaction(rows -> rows.page(limit, before));
    }

    @Override
    public List<Unfinished> unfinished() {
        return transaction(JobRows::unfinished);
    }

    private interface Change {
        void on(JobRows rows) throws SQLException;
    }

    private interface Question<T> {
        T of(JobRows rows) throws SQLException;
    }

    private void change(Change change) {
        transaction(rows -> {
            change.on(rows);
            return true;
        });
    }

    private <T> T transaction(Question<T> question) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T answer = question.of(new JobRows(connection));
                connection.commit();
                return answer;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new JournalAwayException(e);
        }
    }
}
