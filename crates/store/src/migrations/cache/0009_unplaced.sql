-- Those who are kept and never shown are few: whoever counts the others looks for them alone.
CREATE INDEX patient_unplaced ON patient (id) WHERE ord IS NULL;
