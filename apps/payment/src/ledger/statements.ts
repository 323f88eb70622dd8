// Leases end by the database's clock, never by a process's: those jump.
const lease = (parameter: string) => `clock_timestamp() + ${parameter} * interval '1 millisecond'`;
const tooOld = (parameter: string) =>
  `charges.created_at <= clock_timestamp() - ${parameter} * interval '1 millisecond' AS abandoned`;
const NOT_FINAL = `state IN ('pending', 'unknown')`;

/** In the statement itself, so that no story lacks what its charge has. `lines`: (what, applies, at, detail). */
const telling = (from: string, lines: string) => `
    INSERT INTO charge_story (charge_id, what, at, fence, detail)
    SELECT id, what, at, fence, detail
    FROM ${from} CROSS JOIN LATERAL (VALUES ${lines}) AS line (what, applies, at, detail)
    WHERE applies`;
const line = (what: string, applies: string, detail = 'NULL::text') =>
  `('${what}', ${applies}, clock_timestamp(), ${detail})`;
/** The bank was asked some ms before its answer could be written; NULL: it was not. */
const bankAsked = (msAgo: string) =>
  `('bank-asked', ${msAgo}::float8 IS NOT NULL,
      clock_timestamp() - coalesce(${msAgo}::float8, 0) * interval '1 millisecond', 'reference ' || id)`;

/** What a row left in `pending` says of its holder: a living one would have renewed the lease. */
const takenOver = (applies: string) => `
      ${line('process-died', `${applies} AND state = 'pending'`, `'its lease has ended'`)},
      ${line('taken-over', applies)}`;

/** A free key, our own row once more, or a row whose holder is gone; anything else returns no row. */
export const CLAIM = `
  WITH mine AS (
    INSERT INTO charges
      (id, scope, key, fingerprint, order_id, amount_minor, currency, card_token, owner, state, fence, lease_until, next_ask_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', 1, ${lease('$10')}, ${lease('$10')})
    ON CONFLICT (scope, key) DO UPDATE
    SET owner = EXCLUDED.owner, lease_until = EXCLUDED.lease_until, next_ask_at = EXCLUDED.next_ask_at,
        fence = charges.fence + CASE WHEN charges.owner = EXCLUDED.owner THEN 0 ELSE 1 END
    WHERE charges.${NOT_FINAL} AND charges.fingerprint = EXCLUDED.fingerprint
      AND (charges.lease_until <= clock_timestamp() OR charges.owner = EXCLUDED.owner)
    RETURNING id, state, fence, opened_fence, ${tooOld('$11')}, xmax = 0 AS fresh
  ), told AS (${telling(
    'mine',
    `${line('claimed', 'fresh')},
      ${line('row-written', 'fresh')},${takenOver('fence > opened_fence')}`,
  )}
  )
  SELECT fence, fence = opened_fence AS first, abandoned FROM mine`;

/**
 * Opens a row that was taken back, for this request: under the fence that was read ($12), so that of two requests one
 * gets it, and a statement that arrives late gets nothing.
 */
export const REOPEN = `
  WITH mine AS (
    UPDATE charges
    SET fingerprint = $4, order_id = $5, amount_minor = $6, currency = $7, card_token = $8, owner = $9, state = 'pending',
        fence = fence + 1, opened_fence = fence + 1, lease_until = ${lease('$10')}, next_ask_at = ${lease('$10')},
        asked = 0, created_at = clock_timestamp()
    WHERE id = $1 AND scope = $2 AND key = $3 AND state = 'taken-back' AND fence = $12
    RETURNING id, fence, ${tooOld('$11')}
  ), told AS (${telling('mine', `${line('claimed', 'true')}, ${line('row-written', 'true')}`)}
  )
  SELECT fence, true AS first, abandoned FROM mine`;

/** For work that takes longer than a lease: while its process lives, no other process takes it over. */
export const RENEW = `
  UPDATE charges
  SET lease_until = ${lease('$3')}, next_ask_at = ${lease('$3')}
  WHERE id = $1 AND fence = $2 AND ${NOT_FINAL}`;

export const STAND = `
  SELECT fingerprint, state, fence, answer_status, answer_type, answer_body,
    ceil(extract(epoch FROM lease_until - clock_timestamp()) * 1000)::int AS lease_left_ms
  FROM charges
  WHERE id = $1`;

/** Writes result, answer, transfer and story at once; writes nothing when the fence was raised or the charge has a result. */
export const SETTLE = `
  WITH settled AS (
    UPDATE charges
    SET state = $3, card_token = NULL, card_brand = $4, card_last4 = $5, decline_reason = $6, captured_at = $7,
        answer_status = $8, answer_type = $9, answer_body = $10, settled_at = clock_timestamp()
    WHERE id = $1 AND fence = $2 AND ${NOT_FINAL}
    RETURNING id, amount_minor, currency, state, fence, decline_reason
  ), received AS (
    INSERT INTO transfers (charge_id, from_account, to_account, amount_minor, currency)
    SELECT id, 'sales', 'bank', amount_minor, currency FROM settled WHERE state = 'captured'
  ), told AS (${telling(
    'settled',
    `${bankAsked('$11')},
      (state, true, clock_timestamp(), decline_reason),
      ${line('settled', 'true')}`,
  )}
  )
  SELECT id FROM settled`;

/** Asked again after 1 s, then 2, 4 … 60 s. */
export const LEAVE_UNKNOWN = `
  WITH left_alone AS (
    UPDATE charges
    SET state = 'unknown', lease_until = clock_timestamp(), asked = asked + 1,
        next_ask_at = clock_timestamp() + least(60, power(2, least(asked, 10))) * interval '1 second'
    WHERE id = $1 AND fence = $2 AND ${NOT_FINAL}
    RETURNING id, fence
  )${telling('left_alone', `${bankAsked('$3')}, ${line('unknown', 'true', '$4::text')}`)}`;

/** The row stays: a late statement of an earlier request must find it, and find that it may not use it. */
export const TAKE_BACK = `
  WITH gone AS (
    UPDATE charges SET state = 'taken-back', card_token = NULL, lease_until = clock_timestamp()
    WHERE id = $1 AND fence = $2 AND opened_fence = $2 AND state = 'pending'
    RETURNING id, fence
  ), told AS (${telling('gone', line('taken-back', 'true', `'the bank was never asked'`))}
  )
  SELECT id FROM gone`;

/** A key that was refused because its order has another charge: as if its row had been taken back. */
export const REFUSE = `
  INSERT INTO charges
    (id, scope, key, fingerprint, order_id, amount_minor, currency, owner, state, fence, lease_until, next_ask_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'taken-back', 1, clock_timestamp(), clock_timestamp())
  ON CONFLICT DO NOTHING
  RETURNING id`;

/**
 * Its reference stands for another amount at the bank, so this ledger has lost the charge that was first made under it. This
 * one moved no money, however often it was sent. The row makes room for the lost one, which is adopted from the bank's list.
 */
export const GIVE_UP = `
  WITH gone AS (
    UPDATE charges SET state = 'taken-back', card_token = NULL, lease_until = clock_timestamp()
    WHERE id = $1 AND fence = $2 AND ${NOT_FINAL}
    RETURNING id, fence
  ), told AS (${telling('gone', line('taken-back', 'true', `'its reference stands for another amount at the bank'`))}
  )
  SELECT id FROM gone`;

/** As an array: as a subquery, a plan may run it once per row, and take over more than the limit. */
export const TAKE_OVER = `
  WITH mine AS (
    UPDATE charges
    SET owner = gen_random_uuid(), fence = fence + 1, lease_until = ${lease('$2')}, next_ask_at = ${lease('$2')}
    WHERE id = ANY (ARRAY(
      SELECT id FROM charges
      WHERE ${NOT_FINAL} AND next_ask_at <= clock_timestamp() AND lease_until <= clock_timestamp()
      ORDER BY next_ask_at
      LIMIT $1
      FOR UPDATE SKIP LOCKED))
    RETURNING id, scope, key, fingerprint, order_id, amount_minor, currency, card_token, fence, state, ${tooOld('$3')}
  ), told AS (${telling('mine', takenOver('true'))}
  )
  SELECT * FROM mine`;
