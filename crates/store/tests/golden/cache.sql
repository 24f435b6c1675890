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
