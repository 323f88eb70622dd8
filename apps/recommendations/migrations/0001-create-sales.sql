CREATE TABLE sold (
  product_id text PRIMARY KEY,
  pieces bigint NOT NULL CHECK (pieces >= 0)
);
CREATE INDEX sold_most ON sold (pieces DESC, product_id);

-- Each pair stands here twice, once from either side, so that one look at the index answers.
CREATE TABLE bought_together (
  product_id text NOT NULL,
  other_id text NOT NULL,
  orders bigint NOT NULL CHECK (orders > 0),
  PRIMARY KEY (product_id, other_id),
  CHECK (product_id <> other_id)
);
CREATE INDEX bought_together_most ON bought_together (product_id, orders DESC, other_id);

CREATE TABLE inbox (
  outbox_id uuid PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now()
);
