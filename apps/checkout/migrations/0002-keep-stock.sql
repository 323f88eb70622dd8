CREATE TABLE stores (
  id text PRIMARY KEY,
  name text NOT NULL,
  country text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL
);

-- A bounded counter: whatever the code does, a piece is in one place and nobody sells what is not there.
CREATE TABLE stock (
  product_id text NOT NULL REFERENCES products,
  store_id text NOT NULL REFERENCES stores,
  received int NOT NULL CHECK (received >= 0),
  available int NOT NULL CHECK (available >= 0),
  reserved int NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  sold int NOT NULL DEFAULT 0 CHECK (sold >= 0),
  PRIMARY KEY (product_id, store_id),
  CHECK (received = available + reserved + sold)
) WITH (fillfactor = 70); -- room to update a row in its page, without touching an index
CREATE INDEX stock_by_store ON stock (store_id);

CREATE TABLE shipments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  product_id text NOT NULL REFERENCES products,
  quantity int NOT NULL CHECK (quantity > 0),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'claimed', 'received')),
  store_id text REFERENCES stores,
  raised_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((status = 'open') = (store_id IS NULL))
);
-- Stores that run low at the same time compete for one shipment instead of raising one each.
CREATE UNIQUE INDEX one_open_shipment_per_product ON shipments (product_id) WHERE status = 'open';
CREATE INDEX shipments_by_store ON shipments (store_id) WHERE status = 'claimed';
