-- What others must learn, written in the transaction that made it true.
CREATE TABLE outbox (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  queue text NOT NULL,
  event jsonb NOT NULL,
  traceparent text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  sent_at timestamptz,
  acknowledged_at timestamptz
);
CREATE INDEX outbox_to_send ON outbox (sent_at NULLS FIRST, created_at) WHERE acknowledged_at IS NULL;

-- Messages of others that have taken effect here.
CREATE TABLE inbox (outbox_id uuid PRIMARY KEY);
