import { applicationId, inTransaction, numberPragma, type Connection } from './connection'

/** SQL that lifts the schema from one version to the next; never edited once released. */
export type Migration = string

export const migrations: readonly Migration[] = [
  `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    profile_name TEXT NOT NULL,
    tester TEXT NOT NULL,
    verdict TEXT NOT NULL,
    passed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    unproven INTEGER NOT NULL,
    total INTEGER NOT NULL,
    report TEXT NOT NULL
  );
  CREATE INDEX runs_by_start ON runs (started_at DESC);

  CREATE TABLE probes (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    service TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    latency_ms REAL,
    status INTEGER,
    fault TEXT,
    detail TEXT
  );
  CREATE INDEX probes_by_service ON probes (profile, service, at);
  CREATE INDEX probes_by_time ON probes (at);

  CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    fault TEXT,
    detail TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
  );
  CREATE INDEX incidents_by_start ON incidents (profile, started_at DESC);
  CREATE UNIQUE INDEX incidents_open ON incidents (profile, service) WHERE ended_at IS NULL;

  CREATE TABLE chats (
    seq INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    id TEXT NOT NULL,
    talent TEXT NOT NULL,
    state TEXT NOT NULL,
    message TEXT NOT NULL,
    UNIQUE (profile, id)
  );
  CREATE INDEX chats_by_talent ON chats (profile, talent, seq);

  CREATE TABLE talent_results (
    profile TEXT NOT NULL,
    talent TEXT NOT NULL,
    resume_id TEXT,
    ai_result TEXT,
    PRIMARY KEY (profile, talent)
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE runs ADD COLUMN profile TEXT NOT NULL DEFAULT '';
  ALTER TABLE runs ADD COLUMN signed_by TEXT;
  ALTER TABLE runs ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE runs ADD COLUMN flaky INTEGER NOT NULL DEFAULT 0;
  -- Length of the report as written; another length shows damage without reading every report.
  ALTER TABLE runs ADD COLUMN report_bytes INTEGER;
  -- Everything a person may remember of a run, in lower case.
  ALTER TABLE runs ADD COLUMN search TEXT NOT NULL DEFAULT '';
  CREATE TABLE run_evidence (
    run TEXT PRIMARY KEY,
    evidence TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE attachments (
    run TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (run, id)
  );
  CREATE TABLE bundles (
    seq INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    at INTEGER NOT NULL,
    sha256 TEXT NOT NULL UNIQUE
  );
  CREATE TABLE contracts (
    profile TEXT NOT NULL,
    operation TEXT NOT NULL,
    observed_at INTEGER,
    observed TEXT,
    accepted_at INTEGER,
    accepted TEXT,
    accepted_by TEXT,
    accepted_note TEXT,
    PRIMARY KEY (profile, operation)
  ) WITHOUT ROWID;
  CREATE TABLE permission_runs (
    profile TEXT NOT NULL,
    id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (profile, id)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE project_choices (
    profile TEXT NOT NULL,
    side TEXT NOT NULL,
    choice TEXT NOT NULL,
    PRIMARY KEY (profile, side)
  ) WITHOUT ROWID;
  `,
]

/** Lifts the schema step by step; each step is whole or has not happened. */
export function migrate(db: Connection, steps: readonly Migration[]): void {
  for (let version = numberPragma(db, 'user_version'); version < steps.length; version += 1) {
    inTransaction(db, () => {
      // Another console may have taken this step while we waited for the lock.
      if (numberPragma(db, 'user_version') !== version) return
      db.exec(steps[version] ?? '')
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${version + 1}`)
    })
  }
}
