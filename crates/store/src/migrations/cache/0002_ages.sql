-- How old the oldest of each is, is told every few seconds.
CREATE INDEX patient_by_age ON patient (max(full_as_of, brief_as_of)) WHERE ord IS NOT NULL;
CREATE INDEX coverages_by_age ON coverages (as_of);
