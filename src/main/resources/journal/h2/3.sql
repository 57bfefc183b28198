-- The turn of a job also depends on its priority. Tables of step 2 have had the column from the start since then.
ALTER TABLE proxima_job ADD COLUMN IF NOT EXISTS priority VARCHAR(20) DEFAULT 'normal' NOT NULL;
