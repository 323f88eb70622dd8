-- Double entry by construction: a transfer gives to one account what it takes from the other, so that no statement can
-- leave the two unequal, and none has to be checked for it. Rows are added, never changed.
CREATE TABLE transfers (
  charge_id uuid NOT NULL REFERENCES charges,
  id bigint GENERATED ALWAYS AS IDENTITY,
  from_account text NOT NULL CHECK (from_account IN ('bank', 'sales')),
  to_account text NOT NULL CHECK (to_account IN ('bank', 'sales')),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (charge_id, id),
  CHECK (from_account <> to_account)
);
-- What replicas of the version before enter from here on waits, and then enters through the view.
LOCK TABLE ledger_entries IN EXCLUSIVE MODE;
INSERT INTO transfers (charge_id, from_account, to_account, amount_minor, currency, at)
  SELECT charge_id, CASE WHEN amount_minor > 0 THEN 'sales' ELSE 'bank' END,
    CASE WHEN amount_minor > 0 THEN 'bank' ELSE 'sales' END, abs(amount_minor), currency, at
  FROM ledger_entries WHERE account = 'bank' ORDER BY id;
DROP TABLE ledger_entries;
DROP FUNCTION refuse_imbalance;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change();

-- Each transfer as the two accounts have it.
CREATE VIEW ledger_entries AS
  SELECT charge_id, to_account AS account, amount_minor, currency, at FROM transfers
  UNION ALL
  SELECT charge_id, from_account, -amount_minor, currency, at FROM transfers;

-- While replicas are replaced those of the version before still enter both sides, in one statement.
CREATE FUNCTION transfer_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.account = 'bank' THEN
    INSERT INTO transfers (charge_id, from_account, to_account, amount_minor, currency)
    VALUES (NEW.charge_id, CASE WHEN NEW.amount_minor > 0 THEN 'sales' ELSE 'bank' END,
      CASE WHEN NEW.amount_minor > 0 THEN 'bank' ELSE 'sales' END, abs(NEW.amount_minor), NEW.currency);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_the_version_before INSTEAD OF INSERT ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION transfer_of_entry();

-- Only ever read by its charge: one index that begins with that does.
ALTER TABLE charge_story DROP CONSTRAINT charge_story_pkey, ADD PRIMARY KEY (charge_id, id);
DROP INDEX story_of_charge;
