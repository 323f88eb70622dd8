-- The idempotency key of the order's latest charge. It follows from the key that the order was placed with, so that a
-- repeat of that key reaches the same charge, whatever this database has forgotten. NULL: written by the version before,
-- whose key is order-<id>-txn-<charge_number>.
ALTER TABLE orders ADD COLUMN charge_key text;
