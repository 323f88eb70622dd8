-- Which additions to baskets were made under which key. Committed together with the lines; deleted after a day.
CREATE TABLE idempotency_keys (
  scope text NOT NULL, -- the calling service and the basket
  key text NOT NULL,
  fingerprint bytea NOT NULL, -- SHA-256 of the request
  answer json,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
