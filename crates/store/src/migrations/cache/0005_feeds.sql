-- What the feeds of changed records gave. They drain as they are read, for every desktop on the key, so
-- that what stands here is committed with the rows. All instants are the server's.
CREATE TABLE feed (
    name TEXT PRIMARY KEY,
    -- When the subscription was last asked for, to which departments, and when it was last looked at.
    subscribed INTEGER,
    departments TEXT NOT NULL,
    checked INTEGER,
    -- From when on nothing that changes is missed.
    covers INTEGER,
    -- Up to when all that was drained here is in the copy.
    watermark INTEGER,
    -- Up to when all that anybody on the key drained is in the copy.
    swept INTEGER,
    -- When a drain here last left nothing in it, and up to when that is proven: all that others took out
    -- until then was read again since.
    emptied INTEGER,
    proven INTEGER,
    -- Since when a drain is under way that is not known to have ended.
    intent INTEGER,
    clean INTEGER NOT NULL,
    -- Polls since what was drained was last read again.
    polls INTEGER NOT NULL,
    -- When another desktop on the key last showed itself.
    rival INTEGER,
    -- Since when the list that the feed is about is to be read anew, where its rows do not tell all.
    list_due INTEGER,
    drained INTEGER NOT NULL,
    again INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was drained or read again lately, by a digest of its content.
CREATE TABLE feed_row (
    feed TEXT NOT NULL,
    id TEXT NOT NULL,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_gap (
    number INTEGER PRIMARY KEY,
    feed TEXT NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('beginning', 'outage', 'edited', 'unreadable', 'clock')),
    -- Between these something may have changed that is not told of.
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    -- When all that it may be about was read anew.
    closed INTEGER
) STRICT;
