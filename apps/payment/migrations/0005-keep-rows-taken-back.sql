-- Before anything else, in the order of a refund's statements: a replica of the version before that writes one meanwhile
-- would otherwise wait for this migration, and this migration for it.
LOCK TABLE refunds, charges IN ACCESS EXCLUSIVE MODE;

-- A charge that was certainly never sent keeps its row. Deleted, it would let a late INSERT of an earlier request make a
-- charge after the client was told that nothing was charged. A later request reopens the row under a higher fence.
ALTER TABLE charges DROP CONSTRAINT charges_state_check;
ALTER TABLE charges ADD CONSTRAINT charges_state_check
  CHECK (state IN ('pending', 'unknown', 'captured', 'declined', 'cancelled', 'taken-back'));
-- The names that PostgreSQL gave to the unnamed checks of 0001: `answer_status IS NULL` means "not final".
ALTER TABLE charges DROP CONSTRAINT charges_check1;
ALTER TABLE charges ADD CONSTRAINT answered_when_final
  CHECK ((state IN ('pending', 'unknown', 'taken-back')) = (answer_status IS NULL));

-- The fence under which the row was opened last: only this holder knows that no earlier one has sent it.
ALTER TABLE charges ADD COLUMN opened_fence integer NOT NULL DEFAULT 1;
