const columns = `id, scope, key, fingerprint, order_id, amount_minor, currency, card_brand, card_last4, captured_at,
  answer_status, answer_type, answer_body`;
const given = `$1::uuid, $2::text, $3::text, $4::text, $5::text, $6::bigint, $7::text, $8::text, $9::text, $10::timestamptz,
  $11::smallint, $12::text, $13::bytea`;

/** A captured charge as if it had been settled here. A row that was taken back becomes it; any other row stays. */
const adopted = (refundedMinor: string, condition = 'true') => `
  adopted AS (
    INSERT INTO charges (${columns}, state, owner, fence, lease_until, next_ask_at, settled_at, refunded_minor)
    SELECT ${given}, 'captured', gen_random_uuid(), 1, clock_timestamp(), clock_timestamp(), clock_timestamp(), ${refundedMinor}
    WHERE ${condition}
    ON CONFLICT (id) DO UPDATE
    SET (${columns}, state, settled_at, refunded_minor)
      = (${given}, 'captured', clock_timestamp(), EXCLUDED.refunded_minor)
    WHERE charges.state = 'taken-back'
    RETURNING id, amount_minor, currency, fence
  ), received AS (
    INSERT INTO transfers (charge_id, from_account, to_account, amount_minor, currency)
    SELECT id, 'sales', 'bank', amount_minor, currency FROM adopted
  ), told AS (
    INSERT INTO charge_story (charge_id, what, fence, detail)
    SELECT id, 'adopted', fence, 'the bank had it, the ledger had lost it' FROM adopted
  )`;

export const ADOPT = `WITH ${adopted('0')} SELECT id FROM adopted`;

/**
 * With a refund of all of it, set aside at once: its order has another charge. Only when that one is captured: while it is under
 * way the bank may still decline it, and then this one pays for the order.
 */
export const ADOPT_AND_REFUND = `
  WITH ${adopted(
    '$6::bigint',
    `EXISTS (SELECT FROM charges WHERE order_id = $5 AND state = 'captured' AND refunded_minor < amount_minor)`,
  )}, refund AS (
    INSERT INTO refunds (id, charge_id, scope, key, fingerprint, amount_minor, currency, reason, state, next_ask_at)
    SELECT $14::uuid, id, $15, $16, 'v1:adopted', amount_minor, currency, 'its order has another charge', 'pending', clock_timestamp()
    FROM adopted
  ), refund_told AS (
    INSERT INTO charge_story (charge_id, what, detail) SELECT id, 'refund-asked', 'reference ' || $14::uuid FROM adopted
  )
  SELECT id FROM adopted`;

/** A refund that the bank has made, and the sum it took from the charge. */
export const ADOPT_REFUND = `
  WITH room AS (
    UPDATE charges SET refunded_minor = refunded_minor + $6
    WHERE id = $2 AND state = 'captured' AND refunded_minor + $6 <= amount_minor
      AND NOT EXISTS (SELECT FROM refunds WHERE id = $1)
    RETURNING id
  ), adopted AS (
    INSERT INTO refunds (id, charge_id, scope, key, fingerprint, amount_minor, currency, state, next_ask_at,
      answer_status, answer_type, answer_body)
    SELECT $1, id, $3, $4, $5, $6, $7, 'refunded', clock_timestamp(), $8, $9, $10 FROM room
    RETURNING id, charge_id, amount_minor, currency
  ), given_back AS (
    INSERT INTO transfers (charge_id, from_account, to_account, amount_minor, currency)
    SELECT charge_id, 'bank', 'sales', amount_minor, currency FROM adopted
  ), told AS (
    INSERT INTO charge_story (charge_id, what, detail)
    SELECT charge_id, 'adopted', 'a refund, reference ' || id FROM adopted
  )
  SELECT id FROM adopted`;
