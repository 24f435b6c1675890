-- In which environment each connection is or was: what the audit says of it outlasts the connection.
CREATE TABLE environment (
    connection TEXT PRIMARY KEY,
    environment TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO environment (connection, environment) SELECT connection, environment FROM belonging;
