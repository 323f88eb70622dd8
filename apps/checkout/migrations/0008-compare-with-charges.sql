-- Paid orders of a time are compared with the charges captured in it.
CREATE INDEX paid_orders_in_time ON orders (placed_at) WHERE status IN ('confirmed', 'shipped');
