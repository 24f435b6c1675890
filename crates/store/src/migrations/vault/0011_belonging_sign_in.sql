-- How a connection signs in, and so who may sit at this desktop. Nothing where the vault is older.
ALTER TABLE belonging ADD COLUMN sign_in TEXT;
