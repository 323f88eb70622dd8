-- A tombstone under a reference: whatever arrives for it later moves no money.
ALTER TABLE captures DROP CONSTRAINT captures_status_check;
ALTER TABLE captures ADD CONSTRAINT captures_status_check CHECK (status IN ('captured', 'declined', 'void'));

-- The one column that changes: how much of a capture went back. The CHECK is the net below the statement that counts.
ALTER TABLE captures ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0
  CHECK (refunded_minor >= 0 AND refunded_minor <= CASE status WHEN 'captured' THEN amount_minor ELSE 0 END);
CREATE INDEX captures_in_time ON captures (at, reference);

CREATE TABLE refunds (
  reference uuid PRIMARY KEY,
  capture uuid NOT NULL REFERENCES captures,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
