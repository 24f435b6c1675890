-- A refresh token stands beside the access token that came with it: the two change together.
ALTER TABLE token ADD COLUMN refresh TEXT;
