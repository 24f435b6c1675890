-- What is read again though no feed told of it, and how much of that differed from what was held.
CREATE TABLE again (
    feed TEXT PRIMARY KEY,
    -- Since when it is counted.
    since INTEGER NOT NULL,
    -- When some of it was last read again for its own sake.
    last INTEGER,
    records INTEGER NOT NULL,
    differed INTEGER NOT NULL,
    -- When one was last found to differ.
    found INTEGER
) STRICT, WITHOUT ROWID;

-- Records that differed when they were read again. What their feed tells of them soon after is no difference.
CREATE TABLE doubt (
    feed TEXT NOT NULL,
    id TEXT NOT NULL,
    -- When what was held of it was true, and when it no longer was.
    since INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;

-- Whose record was read longest ago is asked every minute.
CREATE INDEX patient_by_reading ON patient (full_as_of) WHERE ord IS NOT NULL;
