CREATE TABLE customers (
  id uuid PRIMARY KEY,
  -- As it was typed, for letters and receipts; email_key is what makes it unique.
  email text NOT NULL,
  email_key text NOT NULL UNIQUE,
  name text NOT NULL,
  -- PHC string: algorithm, parameters, salt and hash, so that parameters may grow without breaking anyone's password.
  password_hash text NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE sessions (
  -- SHA-256 of the token: who reads this table can sign in as nobody.
  token_hash bytea PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX sessions_of_customer ON sessions (customer_id);
