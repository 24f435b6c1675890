-- Who was merged into whom, and whether the copy has followed. It is kept for ever: what was written down
-- about somebody under an old number, the audit above all, is found by it.
CREATE TABLE merge (
    connection TEXT NOT NULL,
    old TEXT NOT NULL,
    patient TEXT NOT NULL,
    told INTEGER NOT NULL,
    followed INTEGER,
    PRIMARY KEY (connection, old)
) STRICT, WITHOUT ROWID;
