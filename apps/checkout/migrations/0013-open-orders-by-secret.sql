-- SHA-256 of the secret that opens an order without a customer. NULL: placed without one, or by a replica of the version
-- before; such an order is opened by its customer only.
ALTER TABLE orders ADD COLUMN secret_hash bytea;
