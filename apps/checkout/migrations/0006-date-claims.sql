-- A shipment is under way from the moment a store has claimed it. Replicas of the version before claim without it.
ALTER TABLE shipments ADD COLUMN claimed_at timestamptz;
