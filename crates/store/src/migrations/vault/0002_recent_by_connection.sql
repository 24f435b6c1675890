-- Rows kept by a practice's number do not tell whose they are where two connections share it.
DROP TABLE recent;

CREATE TABLE recent (
    connection TEXT NOT NULL,
    patient TEXT NOT NULL,
    opened INTEGER NOT NULL,
    PRIMARY KEY (connection, patient)
) STRICT, WITHOUT ROWID;
