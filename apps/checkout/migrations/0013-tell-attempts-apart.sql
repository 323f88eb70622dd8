-- Random, one per attempt to charge an order: the one under way, and the one that a key is answered by. After lost commits an
-- attempt is made again with the same order, number and fence; a request of the lost attempt must not end the new one.
-- NULL: written by the version before.
ALTER TABLE orders ADD COLUMN attempt_id uuid;
ALTER TABLE order_keys ADD COLUMN attempt_id uuid;
