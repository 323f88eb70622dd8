-- A charge that has gone back in full no longer pays for its order. Without this, a second capture for one order, found at
-- the bank after lost commits, could not be entered here in order to be refunded.
CREATE UNIQUE INDEX one_unrefunded_charge_per_order ON charges (order_id)
  WHERE state IN ('pending', 'unknown', 'captured') AND refunded_minor < amount_minor;
DROP INDEX one_active_charge_per_order;
-- What a caller's captured charges are listed by.
CREATE INDEX charges_captured_by_caller ON charges (scope, captured_at, id) WHERE state = 'captured';
