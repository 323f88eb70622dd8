import { createHash } from 'node:crypto';
import type { PlaceOrder } from '@watertight/contracts/checkout';
import {
  bytesAnswer,
  jsonAnswer,
  problemOf,
  type Queries,
  type ReadyAnswer,
  type ShopError,
  KeyReusedError,
  replayed,
} from '@watertight/service-kit';
import { chargeKeyOf, type PlacingKey } from './order-ids.ts';

/** One `Idempotency-Key` of one caller, and what it was first sent with. */
export interface OrderKey extends PlacingKey {
  fingerprint: Buffer;
}

/** One attempt to charge an order. */
interface Attempt {
  id: string;
  chargeNumber: number;
  chargeKey: string;
  attemptId: string | null;
}

/** What a key stands for now. `free`: no order was made under it, or none that was charged. */
export type KeyState =
  | { is: 'free' }
  | { is: 'charging'; orderId: string; unknown: boolean }
  | { is: 'answered'; answer: ReadyAnswer };

interface Row {
  fingerprint: Buffer;
  order_id: string | null;
  answer_status: number | null;
  answer_body: Buffer | null;
  status: string | null;
  unknown_answers: number | null;
}

/**
 * What the key stands for.
 *
 * @throws KeyReusedError (422) the key belongs to a different request
 */
export async function findKey(queries: Queries, { scope, key, fingerprint }: OrderKey): Promise<KeyState> {
  const [row] = await queries.query<Row>(
    `SELECT k.fingerprint, k.order_id, k.answer_status, k.answer_body, o.status, o.unknown_answers
     FROM order_keys k LEFT JOIN orders o ON o.id = k.order_id
     WHERE k.scope = $1 AND k.key = $2`,
    [scope, key],
  );
  if (row === undefined || row.order_id === null) return { is: 'free' };
  if (!row.fingerprint.equals(fingerprint)) throw new KeyReusedError('Nothing was charged');
  const { answer_status: status, answer_body: body, order_id: orderId } = row;
  if (status !== null && body !== null) return { is: 'answered', answer: bytesAnswer(status, body) };
  if (row.status === 'charging') {
    return { is: 'charging', orderId, unknown: Number(row.unknown_answers) > 0 };
  }
  return { is: 'free' };
}

/** Makes the key's row; a duplicate request that is making it at this moment is waited for. False when there was one. */
export async function claimKey(tx: Queries, { scope, key, fingerprint }: OrderKey): Promise<boolean> {
  const claimed = await tx.query(
    'INSERT INTO order_keys (scope, key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING key',
    [scope, key, fingerprint],
  );
  return claimed.length === 1;
}

/** Ties the key to the charge that will answer it. A key that was refused before may have been sent with something else then. */
export async function bindKey(tx: Queries, { scope, key, fingerprint }: OrderKey, orderId: string): Promise<void> {
  await tx.query(
    `UPDATE order_keys k SET order_id = o.id, charge_number = o.charge_number, fingerprint = $4,
       attempt_id = o.attempt_id FROM orders o
     WHERE k.scope = $1 AND k.key = $2 AND o.id = $3`,
    [scope, key, orderId, fingerprint],
  );
}

/** Keeps the final answer for every key that waits for this charge; in the transaction that makes it final. */
export async function answerKeys(
  tx: Queries,
  { id, chargeNumber }: Pick<Attempt, 'id' | 'chargeNumber'>,
  outcome: { status: number; body: unknown } | ShopError,
): Promise<ReadyAnswer> {
  const { status, body } = outcome instanceof Error ? problemAnswer(outcome) : outcome;
  const answer = jsonAnswer(status, body);
  await tx.query(
    `UPDATE order_keys SET answer_status = $3, answer_body = $4
     WHERE order_id = $1 AND charge_number = $2 AND answer_status IS NULL`,
    [id, chargeNumber, status, answer.body],
  );
  return answer;
}

/**
 * Returns the final answer of a charge that another worker has ended; undefined while the charge is open. A replay where its
 * database had forgotten the attempt: then the request that made the attempt again has the first answer.
 */
export async function answerOf(
  tx: Queries,
  { id, chargeNumber, chargeKey, attemptId }: Attempt,
): Promise<ReadyAnswer | undefined> {
  const rows = await tx.query<AnsweredKey>(
    `SELECT scope, key, attempt_id, answer_status, answer_body FROM order_keys
     WHERE order_id = $1 AND charge_number = $2 AND answer_status IS NOT NULL`,
    [id, chargeNumber],
  );
  const row = rows.find(({ scope, key }) => chargeKeyOf({ scope, key }) === chargeKey);
  if (row === undefined) return undefined;
  const answer = bytesAnswer(row.answer_status, row.answer_body);
  return row.attempt_id === attemptId ? answer : replayed(answer);
}

interface AnsweredKey extends PlacingKey {
  attempt_id: string | null;
  answer_status: number;
  answer_body: Buffer;
}

function problemAnswer(error: ShopError): { status: number; body: unknown } {
  const { problem } = problemOf(error);
  return { status: problem.status, body: problem };
}

/** SHA-256 over named fields, so that a deploy with a new optional field does not turn honest repeats into 422. */
export function fingerprintOf({ basketId, priceVersions, cardToken, deliverTo, customerId }: PlaceOrder): Buffer {
  const { name, street, city, country } = deliverTo;
  const versions = Object.entries(priceVersions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const fields = ['v1', basketId, versions, cardToken, name, street, city, country, customerId ?? null];
  return createHash('sha256').update(JSON.stringify(fields)).digest();
}
