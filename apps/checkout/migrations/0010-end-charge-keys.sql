-- The key of the charge that was ended last, by a decline or because nothing was sent. `charge_key` belongs to a charge under way
-- only: a replica of the version before charges again without writing it, and its key follows from charge_number.
ALTER TABLE orders ADD COLUMN ended_charge_key text;
UPDATE orders SET ended_charge_key = charge_key, charge_key = NULL WHERE status = 'reserved';
