CREATE TABLE answers (
  id uuid PRIMARY KEY,
  fingerprint text NOT NULL,
  status integer NOT NULL,
  content_type text NOT NULL,
  body bytea NOT NULL
);
