CREATE TABLE search_person (
    ord INTEGER PRIMARY KEY,
    person TEXT NOT NULL
) STRICT;

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

CREATE TABLE search_variant (
    variant TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (variant, name)
) STRICT, WITHOUT ROWID;
