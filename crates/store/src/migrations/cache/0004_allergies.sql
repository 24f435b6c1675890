CREATE TABLE allergies (
    patient TEXT PRIMARY KEY,
    -- The list and when it was read; none where it never was.
    as_of INTEGER,
    record TEXT,
    -- When it was asked for without being given, since it was read.
    failed INTEGER
) STRICT;
