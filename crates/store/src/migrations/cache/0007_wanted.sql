-- People of whom a feed gave the number alone, since when, by the server's time: they are to be read, whether
-- the copy has them or not.
CREATE TABLE patient_wanted (
    id TEXT PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Up to when a gap is being read anew.
ALTER TABLE feed_gap ADD COLUMN reading INTEGER;
