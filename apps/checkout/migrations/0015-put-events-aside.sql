-- An event whose consumer fails on it each time is put aside: it is not sent again until an operator says so.
ALTER TABLE outbox
  ADD failures int NOT NULL DEFAULT 0,
  ADD failed_at timestamptz,
  ADD failure text, -- the last one, in the words of the consumer
  ADD put_aside_at timestamptz;

DROP INDEX outbox_to_send;
CREATE INDEX outbox_to_send ON outbox (sent_at NULLS FIRST, created_at)
  WHERE acknowledged_at IS NULL AND put_aside_at IS NULL;
CREATE INDEX outbox_put_aside ON outbox (put_aside_at) WHERE acknowledged_at IS NULL AND put_aside_at IS NOT NULL;
