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
