-- What stands on a receipt; descriptions are search's.
CREATE TABLE products (
  id text PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL
);

-- At most 99,999.99: 50 lines of 99 pieces still fit the 9 digits of an amount on the wire.
CREATE TABLE prices (
  product_id text NOT NULL REFERENCES products,
  version int NOT NULL CHECK (version >= 1),
  amount_minor bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 9999999),
  currency text NOT NULL CHECK (currency = 'USD'),
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (product_id, version)
);

CREATE FUNCTION refuse_to_change_a_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a price is never changed: orders point at it; add the next version';
END
$$;
CREATE TRIGGER prices_are_immutable BEFORE UPDATE OR DELETE ON prices
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_price();

-- What is for sale, at the price of now.
CREATE VIEW offers AS
  SELECT p.id AS product_id, p.slug, p.name, p.kind, price.version AS price_version, price.amount_minor, price.currency
  FROM products p
  CROSS JOIN LATERAL (
    SELECT version, amount_minor, currency FROM prices WHERE product_id = p.id ORDER BY version DESC LIMIT 1
  ) AS price;
