-- Calls to athenahealth by the hour of its day, which ends at midnight GMT, and by what they were for.
CREATE TABLE call_count (
    hour INTEGER NOT NULL,
    lane TEXT NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (hour, lane)
) STRICT, WITHOUT ROWID;

-- What happened to the reading of this copy. Nothing of a patient stands here.
CREATE TABLE sync_log (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL
) STRICT;

-- A person may ask for everything to be read anew: that is a gap like others, closed in the same way.
CREATE TABLE feed_gap_anew (
    number INTEGER PRIMARY KEY,
    feed TEXT NOT NULL,
    why TEXT NOT NULL
        CHECK (why IN ('beginning', 'outage', 'edited', 'unreadable', 'clock', 'asked')),
    -- Between these something may have changed that is not told of.
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    -- When all that it may be about was read anew.
    closed INTEGER,
    -- Up to when it is being read anew.
    reading INTEGER
) STRICT;
INSERT INTO feed_gap_anew SELECT number, feed, why, since, until, closed, reading FROM feed_gap;
DROP TABLE feed_gap;
ALTER TABLE feed_gap_anew RENAME TO feed_gap;
