import { Uuid } from '@watertight/contracts';
import { OrderSecret, PlaceOrder } from '@watertight/contracts/checkout';
import { fieldsOf, keyIn } from '../layout/forms.ts';
import { type BrokenRules, type Draft, newOrderSecret } from './checkout-form.ts';

const names = [
  'idempotencyKey',
  'orderSecret',
  'basketId',
  'priceVersions',
  'name',
  'street',
  'city',
  'country',
  'cardToken',
] as const;

/** What was typed into the form, as it was typed; key and basket are empty when they are none. A client that sends no secret gets one. */
export function draftOf(body: unknown): Draft {
  const draft = fieldsOf(body, names);
  return {
    ...draft,
    idempotencyKey: keyIn(draft.idempotencyKey) ?? '',
    orderSecret: OrderSecret.safeParse(draft.orderSecret).data ?? newOrderSecret(),
    basketId: Uuid.safeParse(draft.basketId).data ?? '',
  };
}

/** The order a draft asks for, or the rule that each field breaks. */
export function orderOf(
  { priceVersions, cardToken, name, street, city, country, orderSecret: secret }: Draft,
  from: { basketId: string; customerId?: string },
): { order: PlaceOrder } | { broken: BrokenRules } {
  const deliverTo = { name, street, city, country };
  const asked = PlaceOrder.safeParse({
    ...from,
    priceVersions: readVersions(priceVersions),
    cardToken,
    deliverTo,
    secret,
  });
  if (asked.success) return { order: asked.data };
  const rules = asked.error.issues.map(({ path, message }) => [
    String(path.at(path[0] === 'deliverTo' ? 1 : 0)),
    message,
  ]);
  return { broken: Object.fromEntries(rules.toReversed()) as BrokenRules };
}

/** `wt-1042:3,wt-1001:1` → { "wt-1042": 3, "wt-1001": 1 }. What cannot be read stays wrong, for the schema to refuse. */
function readVersions(text: string): Record<string, number> {
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map(pair => pair.split(':'));
  return Object.fromEntries(
    pairs.map(([id = '', version = '']) => [id, /^\d{1,9}$/.test(version) ? Number(version) : NaN]),
  );
}
