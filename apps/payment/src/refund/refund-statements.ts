const OPEN = 'id, charge_id, scope, key, fingerprint, amount_minor, currency';

/**
 * Sets the sum aside and writes the refund down, in one statement; no row where less is left.
 *
 * A duplicate that was quicker breaks the unique key, and then the sum is not set aside either.
 */
export const SET_ASIDE = `
  WITH room AS (
    UPDATE charges SET refunded_minor = refunded_minor + $6
    WHERE id = $2 AND state = 'captured' AND refunded_minor + $6 <= amount_minor
      AND NOT EXISTS (SELECT FROM refunds WHERE scope = $3 AND key = $4)
    RETURNING id AS charge_id, currency
  ), mine AS (
    INSERT INTO refunds (id, charge_id, scope, key, fingerprint, amount_minor, currency, reason, state, next_ask_at)
    SELECT $1, charge_id, $3, $4, $5, $6, currency, $7, 'pending', clock_timestamp() + $8 * interval '1 millisecond'
    FROM room
    RETURNING ${OPEN}
  ), told AS (
    INSERT INTO charge_story (charge_id, what, detail)
    SELECT charge_id, 'refund-asked', 'reference ' || id FROM mine
  )
  SELECT * FROM mine`;

export const FIND = `
  SELECT ${OPEN}, answer_status, answer_type, answer_body FROM refunds WHERE id = $1`;

/** Writes state, answer and transfer at once; writes nothing when another process has written them. */
export const MADE = `
  WITH made AS (
    UPDATE refunds SET state = 'refunded', answer_status = $2, answer_type = $3, answer_body = $4
    WHERE id = $1 AND state = 'pending'
    RETURNING ${OPEN}
  ), given_back AS (
    INSERT INTO transfers (charge_id, from_account, to_account, amount_minor, currency)
    SELECT charge_id, 'bank', 'sales', amount_minor, currency FROM made
  ), told AS (
    INSERT INTO charge_story (charge_id, what, detail)
    SELECT charge_id, 'refunded', 'reference ' || id FROM made
  )
  SELECT id FROM made`;

const refused = (freeing: string) => `
  WITH refused AS (
    UPDATE refunds SET state = 'refused', answer_status = $2, answer_type = $3, answer_body = $4
    WHERE id = $1 AND state = 'pending'
    RETURNING ${OPEN}
  ), ${freeing}told AS (
    INSERT INTO charge_story (charge_id, what, detail)
    SELECT charge_id, 'refund-refused', 'reference ' || id FROM refused
  )
  SELECT id FROM refused`;

/** The bank has less left than the sum that was set aside: the sum is free again. Void when another process has ended it. */
export const REFUSED = refused(`freed AS (
    UPDATE charges SET refunded_minor = refunded_minor - refused.amount_minor FROM refused WHERE charges.id = charge_id
  ), `);

/** The same, with the sum left as it is. The bank has given back less than this ledger says, and the comparison reports that. */
export const REFUSED_AND_KEPT = refused('');

/** Refused at once, because less is left here. */
export const REFUSE = `
  INSERT INTO refunds (id, charge_id, scope, key, fingerprint, amount_minor, currency, reason, state, next_ask_at,
    answer_status, answer_type, answer_body)
  SELECT $1, id, $3, $4, $5, $6, currency, $7, 'refused', clock_timestamp(), $8, $9, $10 FROM charges WHERE id = $2
  ON CONFLICT DO NOTHING
  RETURNING id`;

/** Those whose client heard no answer: asked again after 1 s, then 2, 4 … 60 s. As an array, for the limit's sake. */
export const DUE = `
  UPDATE refunds
  SET asked = asked + 1, next_ask_at = clock_timestamp() + least(60, power(2, least(asked, 10))) * interval '1 second'
  WHERE id = ANY (ARRAY(
    SELECT id FROM refunds
    WHERE state = 'pending' AND next_ask_at <= clock_timestamp()
    ORDER BY next_ask_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED))
  RETURNING ${OPEN}`;
