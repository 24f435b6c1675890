-- What was done by emergency access: an entry names the one that began it, which holds the digest of the reason.
ALTER TABLE audit ADD COLUMN emergency INTEGER;
ALTER TABLE audit ADD COLUMN reason BLOB;

CREATE INDEX audit_with_reason ON audit (sequence) WHERE reason IS NOT NULL;

-- The reasons, in a person's own words.
CREATE TABLE audit_reason (
    sequence INTEGER PRIMARY KEY,
    said TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_reason_is_not_changed BEFORE UPDATE ON audit_reason
BEGIN
    SELECT RAISE(ABORT, 'a reason is not changed');
END;

CREATE TRIGGER audit_reason_is_not_removed BEFORE DELETE ON audit_reason
BEGIN
    SELECT RAISE(ABORT, 'a reason is not removed');
END;

-- Without its second half, INSERT OR REPLACE would put a reason in another's place.
CREATE TRIGGER audit_reason_is_given_once BEFORE INSERT ON audit_reason
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence AND reason IS NOT NULL)
    OR EXISTS (SELECT 1 FROM audit_reason WHERE sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'a reason stands beside its entry, once');
END;
