-- What happened to a charge, line by line. No foreign key: a row that was taken back still has its story.
CREATE TABLE charge_story (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  charge_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  what text NOT NULL,
  fence integer,
  detail text
);
CREATE INDEX story_of_charge ON charge_story (charge_id, at, id);

CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what happened is never changed; add what happened since';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON charge_story
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

-- Raised by one conditional statement; the CHECK is the net below it.
ALTER TABLE charges ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0
  CHECK (refunded_minor >= 0 AND refunded_minor <= CASE state WHEN 'captured' THEN amount_minor ELSE 0 END);
CREATE INDEX charges_captured_in_time ON charges (captured_at) WHERE state = 'captured';

-- No lease and no fence: whoever asks the bank asks for the same, and the sum is set aside before anyone does.
CREATE TABLE refunds (
  -- uuidv5 of scope and key: also the bank's reference.
  id uuid PRIMARY KEY,
  charge_id uuid NOT NULL REFERENCES charges,
  scope text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  reason text,
  state text NOT NULL CHECK (state IN ('pending', 'refunded')),
  asked integer NOT NULL DEFAULT 0,
  next_ask_at timestamptz NOT NULL,
  answer_status smallint,
  answer_type text,
  answer_body bytea,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (scope, key),
  CHECK ((state = 'refunded') = (answer_status IS NOT NULL)),
  CHECK ((answer_status IS NULL) = (answer_type IS NULL) AND (answer_type IS NULL) = (answer_body IS NULL))
);
CREATE INDEX refunds_to_make ON refunds (next_ask_at) WHERE state = 'pending';
CREATE INDEX refunds_of_charge ON refunds (charge_id);

-- Written by charge-card-naively.ts alone, where idempotency is switched off to see what it is for.
CREATE TABLE naive_charges (
  id uuid PRIMARY KEY,
  order_id text NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  state text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
