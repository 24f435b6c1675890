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
) STRICT;
CREATE TABLE client_secret (
    connection TEXT PRIMARY KEY,
    secret TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE file (
    generation INTEGER NOT NULL
) STRICT;
CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
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
CREATE TABLE token (
    key TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER NOT NULL
, refresh TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_of_kind ON audit (kind, sequence);
CREATE INDEX audit_of_patient ON audit (patient, sequence) WHERE patient IS NOT NULL;
CREATE INDEX audit_of_person ON audit (person, sequence);
