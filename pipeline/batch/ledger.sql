-- What a batch knows, beside its outputs. A path is the bytes of its name; ranks sort as people do, by letters.
CREATE TABLE source (
    path BLOB PRIMARY KEY,
    rank BLOB NOT NULL,
    shown TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    run INTEGER NOT NULL,
    is_stale INTEGER NOT NULL DEFAULT 1, -- its bytes may be others than those of its sha256
    sha256 TEXT,
    key TEXT,                            -- of its outcome
    before TEXT,                         -- of the outcome of what lay there before
    who TEXT,                            -- customer, programme and qualification
    trouble BLOB                         -- the record of why it has no outcome, in this run
) WITHOUT ROWID;
CREATE UNIQUE INDEX source_by_rank ON source (rank);
CREATE INDEX source_by_key ON source (key, rank);
CREATE INDEX source_by_sha256 ON source (sha256);
CREATE INDEX source_by_who ON source (who, modified_ns, rank);

CREATE TABLE outcome (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    who TEXT,
    folder TEXT,
    record BLOB NOT NULL,
    result BLOB                          -- until a shard has it
);
CREATE INDEX outcome_with_result ON outcome (key) WHERE result IS NOT NULL;

CREATE TABLE name (
    sha256 TEXT PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) WITHOUT ROWID;
