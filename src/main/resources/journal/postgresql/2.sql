-- One row for each job. finished_at is 0 while it is unfinished; summary is the job's view as deflated JSON.
CREATE TABLE IF NOT EXISTS proxima_job (
    id VARCHAR(255) PRIMARY KEY,
    submitted_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    priority VARCHAR(20) NOT NULL,
    summary BYTEA NOT NULL
);
CREATE INDEX IF NOT EXISTS proxima_job_order ON proxima_job (submitted_at, id);
CREATE INDEX IF NOT EXISTS proxima_job_unfinished ON proxima_job (id) WHERE finished_at = 0;
-- The coordinator that the cluster stands with; see ADR 0013.
CREATE TABLE IF NOT EXISTS proxima_lease (
    name VARCHAR(32) PRIMARY KEY,
    holder VARCHAR(255) NOT NULL,
    coordinators TEXT NOT NULL,
    version BIGINT NOT NULL,
    renewed_at TIMESTAMPTZ NOT NULL
);
