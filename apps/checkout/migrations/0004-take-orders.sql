CREATE TABLE orders (
  id uuid PRIMARY KEY,
  basket_id uuid NOT NULL REFERENCES baskets,
  basket_version int NOT NULL,
  customer_id uuid,
  status text NOT NULL CHECK (status IN ('reserved', 'charging', 'confirmed', 'shipped', 'cancelled')),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  deliver_to jsonb NOT NULL,
  traceparent text,
  placed_at timestamptz NOT NULL DEFAULT clock_timestamp(),

  -- reserved: until when the stock is held, and why the last card was refused
  hold_ends_at timestamptz NOT NULL,
  decline_reason text,

  -- charging: n of order-<id>-txn-<n>; who works at it (the fence), and when somebody else may
  charge_number int NOT NULL DEFAULT 1,
  card_token text,
  fence int NOT NULL DEFAULT 1,
  look_again_at timestamptz,
  unknown_answers int NOT NULL DEFAULT 0,

  -- confirmed
  card_brand text,
  card_last4 text,

  -- A card's token is kept exactly as long as its charge may have to be repeated.
  CHECK ((status = 'charging') = (card_token IS NOT NULL)),
  CHECK ((status = 'charging') = (look_again_at IS NOT NULL))
);
-- Two tabs make one order.
CREATE UNIQUE INDEX one_order_per_basket_version ON orders (basket_id, basket_version) WHERE status <> 'cancelled';
-- While a charge may still be settled, its basket makes no second one.
CREATE UNIQUE INDEX one_unsettled_order_per_basket ON orders (basket_id) WHERE status IN ('reserved', 'charging');
CREATE INDEX charges_to_look_at ON orders (look_again_at) WHERE status = 'charging';
CREATE INDEX holds_by_end ON orders (hold_ends_at) WHERE status = 'reserved';

CREATE TABLE order_lines (
  order_id uuid NOT NULL REFERENCES orders,
  product_id text NOT NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  price_version int NOT NULL,
  PRIMARY KEY (order_id, product_id),
  FOREIGN KEY (product_id, price_version) REFERENCES prices
);

-- Where an order's pieces lie. Taken away when it is cancelled; otherwise what its deliveries are packed from.
CREATE TABLE reservations (
  order_id uuid NOT NULL REFERENCES orders,
  product_id text NOT NULL,
  store_id text NOT NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, product_id, store_id),
  FOREIGN KEY (product_id, store_id) REFERENCES stock
);

CREATE TABLE deliveries (
  order_id uuid NOT NULL REFERENCES orders,
  store_id text NOT NULL REFERENCES stores,
  pieces int NOT NULL CHECK (pieces > 0),
  packed_at timestamptz NOT NULL,
  shipped_at timestamptz,
  PRIMARY KEY (order_id, store_id)
);
CREATE INDEX deliveries_to_ship ON deliveries (packed_at) WHERE shipped_at IS NULL;

-- One row per Idempotency-Key and caller; the answer is there once it is final.
CREATE TABLE order_keys (
  scope text NOT NULL,
  key text NOT NULL,
  fingerprint bytea NOT NULL,
  order_id uuid REFERENCES orders,
  charge_number int,
  answer_status int,
  answer_body bytea,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (scope, key),
  CHECK ((answer_status IS NULL) = (answer_body IS NULL))
);
CREATE INDEX order_keys_by_charge ON order_keys (order_id, charge_number);
