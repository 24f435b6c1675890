-- Whose copy it is, in its one row. Without it nobody knows: the copy is older.
CREATE TABLE owner (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    environment TEXT NOT NULL,
    practice TEXT NOT NULL
) STRICT;
