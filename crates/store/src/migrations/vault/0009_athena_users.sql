-- Who signed in at athenahealth, as it knows them, and which of the desktop's people they are. Who signed in
-- once stays by name, which the audit goes on to show.
CREATE TABLE athena_user (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    subject TEXT,
    name TEXT NOT NULL,
    person TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX athena_user_known ON athena_user (origin, subject) WHERE subject IS NOT NULL;

-- Whose sign-in the tokens of a key are, or were until athenahealth ended it.
CREATE TABLE sign_in (
    key TEXT PRIMARY KEY,
    user TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO sign_in (key, user)
SELECT substr(name, 11), lower(hex(randomblob(16))) FROM setting WHERE name LIKE 'signed in %';

INSERT INTO athena_user (id, origin, name)
SELECT sign_in.user, substr(sign_in.key, 1, instr(sign_in.key, ' ') - 1), json_extract(setting.value, '$')
FROM sign_in JOIN setting ON setting.name = 'signed in ' || sign_in.key;

DELETE FROM setting WHERE name LIKE 'signed in %';

-- Who had a write sent: it leaves over nobody else's sign-in.
ALTER TABLE journal ADD COLUMN released_by TEXT;
