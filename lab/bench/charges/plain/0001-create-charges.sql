CREATE TABLE charges (
  id uuid PRIMARY KEY,
  order_id text NOT NULL,
  amount text NOT NULL,
  currency text NOT NULL
);
