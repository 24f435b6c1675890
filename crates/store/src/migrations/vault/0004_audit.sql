-- The audit's chain. A row is never changed, never removed, and only ever added after the last one.
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

CREATE INDEX audit_of_patient ON audit (patient, sequence) WHERE patient IS NOT NULL;
CREATE INDEX audit_of_person ON audit (person, sequence);
CREATE INDEX audit_of_kind ON audit (kind, sequence);
CREATE INDEX audit_at ON audit (at);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is not changed');
END;

CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is not removed');
END;

-- Without it, INSERT OR REPLACE would put a row in another's place.
CREATE TRIGGER audit_goes_on BEFORE INSERT ON audit
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'the audit goes on after its last row');
END;
