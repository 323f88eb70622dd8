-- What the deletion of old rows looks for.
ALTER TABLE inbox ADD COLUMN received_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX inbox_by_age ON inbox (received_at);
CREATE INDEX outbox_by_acknowledgement ON outbox (acknowledged_at) WHERE acknowledged_at IS NOT NULL;
CREATE INDEX order_keys_by_age ON order_keys (made_at);
CREATE INDEX baskets_by_change ON baskets (changed_at);
-- Also what the foreign key is checked by when a basket is deleted.
CREATE INDEX orders_by_basket ON orders (basket_id);
