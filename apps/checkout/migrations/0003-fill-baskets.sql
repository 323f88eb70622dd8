CREATE TABLE baskets (
  id uuid PRIMARY KEY,
  version int NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE basket_lines (
  basket_id uuid NOT NULL REFERENCES baskets ON DELETE CASCADE,
  product_id text NOT NULL REFERENCES products,
  quantity int NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (basket_id, product_id)
);
