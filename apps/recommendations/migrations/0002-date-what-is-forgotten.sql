-- What the deletion of old rows looks for.
CREATE INDEX inbox_by_age ON inbox (received_at);
