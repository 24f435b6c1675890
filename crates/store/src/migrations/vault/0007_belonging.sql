-- What a connection's secret and its tokens belong to. Without a row nobody knows: the vault is older.
CREATE TABLE belonging (
    connection TEXT PRIMARY KEY,
    environment TEXT NOT NULL,
    client_id TEXT NOT NULL,
    practice TEXT NOT NULL
) STRICT, WITHOUT ROWID;
