-- One row for each job. finished_at is 0 while it is unfinished; summary is the job's view as deflated JSON.
CREATE TABLE IF NOT EXISTS proxima_job (
    id VARCHAR(255) PRIMARY KEY,
    submitted_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    priority VARCHAR(20) NOT NULL,
    summary VARBINARY(1048576) NOT NULL
);
CREATE INDEX IF NOT EXISTS proxima_job_order ON proxima_job (submitted_at, id);
CREATE INDEX IF NOT EXISTS proxima_job_finished ON proxima_job (finished_at);
