-- What the bank did under each reference. A row is written once and never changed: the bank answers the same for ever.
CREATE TABLE captures (
  reference uuid PRIMARY KEY,
  status text NOT NULL CHECK (status IN ('captured', 'declined')),
  decline_reason text,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  -- The token itself is not kept: brand and last digits are what a receipt shows.
  card_brand text,
  card_last4 text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((status = 'declined') = (decline_reason IS NOT NULL)),
  CHECK ((card_brand IS NULL) = (card_last4 IS NULL))
);
