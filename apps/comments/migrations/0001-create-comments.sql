CREATE TABLE comments (
  id uuid PRIMARY KEY,
  subject text NOT NULL, -- product:wt-1042 or article:what-a-bulkhead-is-for
  customer_id uuid, -- null for those the shop opened with
  author text NOT NULL,
  body text NOT NULL, -- as it was typed; made harmless where it is shown
  written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX comments_newest ON comments (subject, written_at DESC, id DESC);

-- What was answered under a key. Committed together with the comment, so that there is never one without the other.
CREATE TABLE idempotency_keys (
  scope text NOT NULL, -- the calling service and the customer
  key text NOT NULL,
  fingerprint bytea NOT NULL, -- SHA-256 of the request
  answer json, -- not jsonb: it comes back byte for byte
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, key)
);
