-- Orders that this database has forgotten and whose money goes back. Their ids are not used again: the same key would find a
-- captured charge whose refund is under way.
CREATE TABLE returned_orders (
  order_id uuid PRIMARY KEY,
  returned_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
