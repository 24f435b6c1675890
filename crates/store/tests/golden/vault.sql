CREATE TRIGGER audit_goes_on BEFORE INSERT ON audit
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'the audit goes on after its last row');
END;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is not changed');
END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is not removed');
END;
CREATE TRIGGER audit_reason_is_given_once BEFORE INSERT ON audit_reason
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence AND reason IS NOT NULL)
    OR EXISTS (SELECT 1 FROM audit_reason WHERE sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'a reason stands beside its entry, once');
END;
CREATE TRIGGER audit_reason_is_not_changed BEFORE UPDATE ON audit_reason
BEGIN
    SELECT RAISE(ABORT, 'a reason is not changed');
END;
CREATE TRIGGER audit_reason_is_not_removed BEFORE DELETE ON audit_reason
BEGIN
    SELECT RAISE(ABORT, 'a reason is not removed');
END;
CREATE TRIGGER journal_begins BEFORE INSERT ON journal WHEN new.state <> 'drafted' BEGIN
    SELECT RAISE (ABORT, 'a write begins as a draft');
END;
CREATE TRIGGER journal_is_kept BEFORE UPDATE OF id, connection, kind, payload, before, follows ON journal
WHEN new.id IS NOT old.id OR new.connection IS NOT old.connection OR new.kind IS NOT old.kind
    OR new.follows IS NOT old.follows
    OR (new.payload IS NOT old.payload AND old.state <> 'drafted')
    OR (new.before IS NOT old.before AND old.state NOT IN ('drafted', 'intent'))
BEGIN
    SELECT RAISE (ABORT, 'what a write is does not change');
END;
CREATE TRIGGER journal_moves BEFORE UPDATE OF state ON journal
WHEN old.state || ' ' || new.state NOT IN (
    'drafted drafted', 'drafted intent', 'drafted rejected',
    'intent intent', 'intent drafted', 'intent sent', 'intent rejected',
    'sent intent', 'sent confirmed', 'sent rejected', 'sent unknown',
    'unknown unknown', 'unknown confirmed', 'unknown rejected'
) BEGIN
    SELECT RAISE (ABORT, 'a write does not go that way');
END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal WHEN old.state NOT IN ('confirmed', 'rejected') BEGIN
    SELECT RAISE (ABORT, 'a write that is open stays');
END;
CREATE TABLE athena_user (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    subject TEXT,
    name TEXT NOT NULL,
    person TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    person TEXT NOT NULL,
    device TEXT NOT NULL,
    connection TEXT,
    practice TEXT,
    kind TEXT NOT NULL,
    command TEXT NOT NULL,
    words TEXT NOT NULL,
    outcome TEXT NOT NULL,
    patient TEXT,
    search TEXT,
    about TEXT,
    previous BLOB NOT NULL,
    mac BLOB NOT NULL
, emergency INTEGER, reason BLOB) STRICT;
CREATE TABLE audit_reason (
    sequence INTEGER PRIMARY KEY,
    said TEXT NOT NULL
) STRICT;
CREATE TABLE belonging (
    connection TEXT PRIMARY KEY,
    environment TEXT NOT NULL,
    client_id TEXT NOT NULL,
    practice TEXT NOT NULL
, sign_in TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE client_secret (
    connection TEXT PRIMARY KEY,
    secret TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE described (
    connection TEXT PRIMARY KEY,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE environment (
    connection TEXT PRIMARY KEY,
    environment TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE file (
    generation INTEGER NOT NULL
) STRICT;
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    connection TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT,
    payload TEXT NOT NULL,
    before TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted', 'intent', 'sent', 'confirmed', 'rejected', 'unknown')),
    fingerprint BLOB,
    reason TEXT CHECK (reason IN (
        'changed-meanwhile', 'likely-duplicate', 'already-under-way', 'subject-gone', 'cannot-be-sent',
        'no-connection', 'resting', 'too-fast', 'day-used-up', 'sign-in',
        'no-answer', 'connection-broke', 'server-failed', 'unreadable', 'interrupted', 'cannot-tell',
        'refused', 'no-right', 'not-found', 'conflict', 'missing-fields', 'bad-field', 'not-carried-out',
        'withdrawn'
    )),
    field TEXT,
    shown TEXT,
    resolution TEXT CHECK (resolution IN ('answer', 'read-back', 'person')),
    resolved_by TEXT,
    follows TEXT REFERENCES journal (id),
    drafted_by TEXT NOT NULL,
    drafted INTEGER NOT NULL,
    released INTEGER,
    intended INTEGER,
    sent INTEGER,
    ended INTEGER,
    seen INTEGER,
    readings INTEGER NOT NULL DEFAULT 0,
    read INTEGER, released_by TEXT,
    CHECK (state NOT IN ('intent', 'sent', 'confirmed', 'unknown') OR fingerprint IS NOT NULL),
    CHECK (state NOT IN ('sent', 'confirmed', 'unknown') OR sent IS NOT NULL),
    CHECK (state NOT IN ('confirmed', 'rejected') OR (ended IS NOT NULL AND resolution IS NOT NULL)),
    CHECK (state NOT IN ('unknown', 'rejected') OR reason IS NOT NULL),
    CHECK (resolution IS NOT 'person' OR resolved_by IS NOT NULL)
) STRICT;
CREATE TABLE journal_key (
    key BLOB NOT NULL
) STRICT;
CREATE TABLE merge (
    connection TEXT NOT NULL,
    old TEXT NOT NULL,
    patient TEXT NOT NULL,
    told INTEGER NOT NULL,
    followed INTEGER,
    PRIMARY KEY (connection, old)
) STRICT, WITHOUT ROWID;
CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    memory_kib INTEGER NOT NULL,
    passes INTEGER NOT NULL,
    lanes INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    failed_at INTEGER,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE projection (
    name TEXT PRIMARY KEY,
    generation INTEGER NOT NULL
) STRICT;
CREATE TABLE recent (
    connection TEXT NOT NULL,
    patient TEXT NOT NULL,
    opened INTEGER NOT NULL,
    PRIMARY KEY (connection, patient)
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sign_in (
    key TEXT PRIMARY KEY,
    user TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE token (
    key TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER NOT NULL
, refresh TEXT) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX athena_user_known ON athena_user (origin, subject) WHERE subject IS NOT NULL;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_of_kind ON audit (kind, sequence);
CREATE INDEX audit_of_patient ON audit (patient, sequence) WHERE patient IS NOT NULL;
CREATE INDEX audit_of_person ON audit (person, sequence);
CREATE INDEX audit_with_reason ON audit (sequence) WHERE reason IS NOT NULL;
CREATE INDEX journal_open ON journal (connection, number) WHERE state NOT IN ('confirmed', 'rejected');
CREATE UNIQUE INDEX journal_under_way ON journal (connection, fingerprint)
    WHERE state IN ('intent', 'sent', 'unknown');
CREATE INDEX journal_unseen ON journal (connection, number) WHERE seen IS NULL;
