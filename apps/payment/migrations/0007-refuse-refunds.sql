-- A refund of more than the bank has left ends as refused. It is set aside only where the ledger has lost an earlier refund.
ALTER TABLE refunds DROP CONSTRAINT refunds_state_check;
ALTER TABLE refunds ADD CONSTRAINT refunds_state_check CHECK (state IN ('pending', 'refunded', 'refused'));
ALTER TABLE refunds DROP CONSTRAINT refunds_check;
ALTER TABLE refunds ADD CONSTRAINT answered_when_final CHECK ((state = 'pending') = (answer_status IS NULL));
