-- What a customer sees of a session, and ends it by. Replicas of the version before write none of it.
ALTER TABLE sessions
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN opened_at timestamptz,
  ADD COLUMN browser text;
-- Not with the column: a session that is open by now was not opened by this migration.
ALTER TABLE sessions ALTER COLUMN opened_at SET DEFAULT clock_timestamp();
