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
CREATE TABLE allergies (
    patient TEXT PRIMARY KEY,
    -- The list and when it was read; none where it never was.
    as_of INTEGER,
    record TEXT,
    -- When it was asked for without being given, since it was read.
    failed INTEGER
) STRICT;
CREATE TABLE appointment (
    id TEXT PRIMARY KEY,
    patient TEXT,
    department TEXT NOT NULL,
    date TEXT NOT NULL,
    start TEXT NOT NULL,
    state TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE TABLE appointment_gone (
    id TEXT PRIMARY KEY,
    as_of INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE call_count (
    hour INTEGER NOT NULL,
    lane TEXT NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (hour, lane)
) STRICT, WITHOUT ROWID;
CREATE TABLE coverages (
    patient TEXT PRIMARY KEY,
    as_of INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE TABLE custom_values (
    patient TEXT PRIMARY KEY,
    as_of INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE TABLE doubt (
    feed TEXT NOT NULL,
    id TEXT NOT NULL,
    -- When what was held of it was true, and when it no longer was.
    since INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE "feed_gap" (
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
CREATE TABLE feed_row (
    feed TEXT NOT NULL,
    id TEXT NOT NULL,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE file (
    generation INTEGER NOT NULL
) STRICT;
CREATE TABLE fill_task (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    plan TEXT NOT NULL,
    -- 0 planned, 1 begun, 2 done
    state INTEGER NOT NULL DEFAULT 0,
    next TEXT,
    begun INTEGER,
    rows INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE freshness (
    part TEXT NOT NULL,
    scope TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    PRIMARY KEY (part, scope)
) STRICT, WITHOUT ROWID;
CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TABLE owner (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    environment TEXT NOT NULL,
    practice TEXT NOT NULL
) STRICT;
CREATE TABLE patient (
    id TEXT PRIMARY KEY,
    -- The last decoded records, each with its age; an age of -2^63 is never.
    full_as_of INTEGER NOT NULL,
    brief_as_of INTEGER NOT NULL,
    balances_as_of INTEGER,
    -- The projection: a line in a list, and the place in the search. No place, never shown.
    ord INTEGER,
    first TEXT NOT NULL DEFAULT '',
    middle TEXT NOT NULL DEFAULT '',
    last TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    preferred TEXT NOT NULL DEFAULT '',
    dob TEXT,
    sex TEXT,
    status TEXT NOT NULL DEFAULT '"Active"',
    deceased TEXT,
    phone TEXT NOT NULL DEFAULT '',
    full TEXT,
    brief TEXT,
    balances TEXT
) STRICT;
CREATE TABLE patient_alias (
    id TEXT PRIMARY KEY,
    patient TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE patient_hidden (
    id TEXT PRIMARY KEY,
    as_of INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE patient_wanted (
    id TEXT PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE projection (
    name TEXT PRIMARY KEY,
    generation INTEGER NOT NULL
) STRICT;
CREATE TABLE reference (
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (kind, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE search_list (
    list TEXT NOT NULL,
    last INTEGER NOT NULL,
    run BLOB NOT NULL,
    PRIMARY KEY (list, last)
) STRICT, WITHOUT ROWID;
CREATE TABLE search_name (
    name TEXT PRIMARY KEY,
    people INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE search_person (
    ord INTEGER PRIMARY KEY,
    person TEXT NOT NULL
) STRICT;
CREATE TABLE search_variant (
    variant TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (variant, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE sync_log (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL
) STRICT;
CREATE TABLE tally (
    name TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_by_day ON appointment (date, department, start);
CREATE INDEX appointment_by_patient ON appointment (patient, start) WHERE patient IS NOT NULL;
CREATE INDEX appointment_by_start ON appointment (start, patient) WHERE patient IS NOT NULL;
CREATE INDEX coverages_by_age ON coverages (as_of);
CREATE INDEX fill_task_left ON fill_task (position, key) WHERE state < 2;
CREATE INDEX patient_by_age ON patient (max(full_as_of, brief_as_of)) WHERE ord IS NOT NULL;
CREATE INDEX patient_by_reading ON patient (full_as_of) WHERE ord IS NOT NULL;
CREATE INDEX patient_unplaced ON patient (id) WHERE ord IS NULL;
