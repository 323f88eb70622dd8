-- A shipment is under way from the moment a store has claimed it.
ALTER TABLE shipments ADD COLUMN claimed_at timestamptz;
UPDATE shipments SET claimed_at = raised_at WHERE status <> 'open';
ALTER TABLE shipments ADD CHECK ((status = 'open') = (claimed_at IS NULL));
