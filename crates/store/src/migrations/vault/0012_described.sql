-- What the profile's description said of each connection when it was last known to be true. Without a row it is not described yet, or about to be described no more.
CREATE TABLE described (
    connection TEXT PRIMARY KEY,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;
