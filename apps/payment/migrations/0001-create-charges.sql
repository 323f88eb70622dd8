-- The truth about money: a row is committed as 'pending' before the bank is asked, and only the bank's answer makes it final.
CREATE TABLE charges (
  -- uuidv5 of scope and key: also the bank's reference, so that it can be derived even from an empty database.
  id uuid PRIMARY KEY,
  scope text NOT NULL,
  key text NOT NULL,
  -- Which request the key stands for: 'v1:' and a SHA-256 over named fields.
  fingerprint text NOT NULL,
  order_id text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  -- Only while it may still have to be sent: set to NULL by the statement that makes the state final.
  card_token text,
  state text NOT NULL CHECK (state IN ('pending', 'unknown', 'captured', 'declined', 'cancelled')),

  -- Who may talk to the bank. The fence grows with every takeover; a verdict under an old fence touches no row.
  owner uuid NOT NULL,
  fence integer NOT NULL,
  lease_until timestamptz NOT NULL,
  -- When it is settled without its client.
  asked integer NOT NULL DEFAULT 0,
  next_ask_at timestamptz NOT NULL,

  card_brand text,
  card_last4 text,
  decline_reason text,
  captured_at timestamptz,
  -- The finished answer, byte for byte.
  answer_status smallint,
  answer_type text,
  answer_body bytea,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at timestamptz,

  UNIQUE (scope, key),
  CHECK ((state IN ('pending', 'unknown')) = (card_token IS NOT NULL)),
  CHECK ((state IN ('pending', 'unknown')) = (answer_status IS NULL)),
  CHECK ((answer_status IS NULL) = (answer_type IS NULL) AND (answer_type IS NULL) = (answer_body IS NULL)),
  CHECK ((answer_body IS NULL) = (settled_at IS NULL)),
  CHECK ((state = 'captured') = (captured_at IS NOT NULL)),
  CHECK ((state = 'declined') = (decline_reason IS NOT NULL))
);

-- The order bounds the damage of a client that makes a key per click.
CREATE UNIQUE INDEX one_active_charge_per_order ON charges (order_id) WHERE state IN ('pending', 'unknown', 'captured');
CREATE INDEX charges_to_settle ON charges (next_ask_at) WHERE state IN ('pending', 'unknown');
