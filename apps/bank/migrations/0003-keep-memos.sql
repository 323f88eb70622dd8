-- What the shop wrote beside its request. The bank only keeps it: it lets the shop recognize money whose record it has lost.
ALTER TABLE captures ADD COLUMN memo text;
ALTER TABLE refunds ADD COLUMN memo text;
CREATE INDEX IF NOT EXISTS refunds_of_capture ON refunds (capture);
