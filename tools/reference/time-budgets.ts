import type { Policy } from '@watertight/resilience';
import { code, page, table, time } from './table.ts';

/** What a service declares in its policies.ts. */
interface Limits {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly timeBudgets: Readonly<Record<string, number>>;
  /** `MAX_IN_FLIGHT`, as it is without that variable. */
  readonly maxInFlight: number;
}

/** What a request for an order may be, whatever the services have time for. */
interface OrderBounds {
  readonly maxBodyBytes: number;
  readonly maxHeadBytes: number;
  readonly arrivesWithinMs: number;
  readonly maxArriving: number;
  readonly maxTotal: string;
  readonly maxQuantity: number;
}

type Row = [step: string, atMost: string, then: string];

const head = ['step', 'at most', 'then'];

/** time-budgets.md: what each step of three requests may take, if the service that is called hangs. */
export function timeBudgetsPage(
  limits: Readonly<Record<'storefront' | 'checkout' | 'payment', Limits>>,
  order: OrderBounds,
): string {
  const { storefront } = limits;
  const { pageMs, resultsMs } = budgetsOf(storefront, 'pageMs', 'resultsMs');
  return page(
    'Time budgets',
    'Computed from `timeBudgets` and `policies` of each policies.ts. Each row is a limit inside the one above it. The rows of' +
      ' attempts assume that each one before hung until its limit; after quick failures all attempts have time.',
    '## POST /orders',
    table(head, placeOrder(limits)),
    'The same request is bounded by permits. A call that gets none is refused at once, or after its time in the queue.',
    table(['call', 'in use at most', 'queued at most', 'retry budget', 'breaker opens after'], permitRows(limits)),
    '[Policies](policies.md#storefront) has all numbers of `pay`, `payment` and `bank`: waits between attempts, open periods, probes.',
    'The request itself is bounded too. The first four rows hold for every request to every service.',
    table(['body, size, arrival', 'at most', 'then'], orderRows(order)),
    `Each process answers at most ${storefront.maxInFlight} requests at once (\`MAX_IN_FLIGHT\`, [variables](variables.md)). \`PlaceOrder\` in` +
      ' [checkout.ts](../../packages/contracts/src/checkout.ts) has the fields of the body and their bounds.',
    '## The product page',
    table(head, [
      ['page: product', time(pageMs), 'the last known copy, else 503'],
      ...callRows(policyOf(storefront, 'search'), pageMs),
      ...optionalRows(storefront),
    ]),
    '## Results',
    table(head, [
      ['page: results', time(resultsMs), 'the last known copy, else 503'],
      ...callRows(policyOf(storefront, 'search'), resultsMs),
    ]),
  );
}

function placeOrder({ storefront, checkout, payment }: Parameters<typeof timeBudgetsPage>[0]): Row[] {
  const { payMs } = budgetsOf(storefront, 'payMs');
  const { chargeMs, answerMs } = budgetsOf(checkout, 'chargeMs', 'answerMs');
  const { bankMs, returnMs } = budgetsOf(payment, 'bankMs', 'returnMs');
  const pay = policyOf(storefront, 'pay');
  const charge = policyOf(checkout, 'payment');
  const capture = policyOf(payment, 'bank');
  const checkoutMs = grantedMs(limitOf(pay, payMs));
  const paymentMs = grantedMs(limitOf(charge, chargeMs));
  return [
    ['page: pay', time(payMs), 'being confirmed'],
    ...callRows(pay, payMs),
    ['checkout answers', time(checkoutMs - answerMs), '202; the order is finished without its caller'],
    ['the charge', time(chargeMs), 'unknown; the sweeper finishes it'],
    ...callRows(charge, chargeMs),
    ['payment answers', time(paymentMs - returnMs), '202; the charge is settled without its caller'],
    ['the capture', time(bankMs), 'unknown; settled later'],
    ...callRows(capture, bankMs),
  ];
}

/** One row for each call that POST /orders makes, outermost first. */
function permitRows({ storefront, checkout, payment }: Parameters<typeof timeBudgetsPage>[0]): string[][] {
  return [policyOf(storefront, 'pay'), policyOf(checkout, 'payment'), policyOf(payment, 'bank')].map(
    ({ name, service, bulkhead, retry, breaker }) => [
      `${code(name)} → ${service}`,
      String(bulkhead?.running ?? 'unlimited'),
      String(bulkhead?.waiting ?? 0),
      retry === undefined
        ? 'no retry'
        : `${retry.budget.ratio} a call and ${retry.budget.perSecond} a second, up to ${retry.budget.burst}`,
      breaker === undefined ? 'no breaker' : `${breaker.failuresToOpen} failures in a row`,
    ],
  );
}

function orderRows(order: OrderBounds): Row[] {
  const { maxBodyBytes, maxHeadBytes, arrivesWithinMs, maxArriving, maxTotal, maxQuantity } = order;
  return [
    ['the body', `${maxBodyBytes / 1024} kB`, '413 `payload-too-large`'],
    ['the head', `${maxHeadBytes / 1024} kB`, '431 `headers-too-large`'],
    ['head and body arrive', time(arrivesWithinMs), '408 `request-timeout`'],
    [
      'bodies that arrive at once, in one process',
      `${maxArriving}, half of \`MAX_IN_FLIGHT\``,
      'the one that takes longest gets 408 `request-timeout`',
    ],
    ['pieces of one product in a basket', String(maxQuantity), 'the basket refuses more'],
    ['the total of an order', maxTotal, '409 `order-too-large`'],
  ];
}

/** Two calls in a row share the budget of recommendations; all other optional sections make one call. */
function optionalRows(storefront: Limits): Row[] {
  const { optionalMs } = budgetsOf(storefront, 'optionalMs');
  const first = policyOf(storefront, 'recommendations');
  const leftMs = optionalMs - limitOf(first, optionalMs);
  return [
    ['each optional section', time(optionalMs), 'its fallback'],
    ...['stock', 'comments', 'account', 'basketBadge'].flatMap(name =>
      callRows(policyOf(storefront, name), optionalMs),
    ),
    ...callRows(first, optionalMs),
    ...callRows(policyOf(storefront, 'tiles'), leftMs),
  ];
}

/** The limits of a call that has `withinMs`: its wait for a permit, and its attempts while the service hangs. */
function callRows(policy: Policy, withinMs: number): Row[] {
  const { bulkhead, retry, deadline, name, service } = policy;
  const of = `${code(name)} → ${service}`;
  const queueMs = bulkhead === undefined || bulkhead.waiting === 0 ? 0 : Math.min(bulkhead.maxWaitMs, withinMs);
  const rows: Row[] = queueMs === 0 ? [] : [[`${of}: a permit`, time(queueMs), 'refused; the attempts have less']];
  const attempts = retry?.attempts ?? 1;
  let leftMs = withinMs;
  for (let number = 1; number <= attempts; number += 1) {
    const step = `${of}: attempt ${number}`;
    if (leftMs <= 0 || (number > 1 && leftMs <= deadline.minRemainingMs)) {
      rows.push([
        step,
        'not made',
        `${time(Math.max(0, leftMs))} are left, it needs more than ${time(deadline.minRemainingMs)}`,
      ]);
      break;
    }
    const limitMs = limitOf(policy, leftMs);
    rows.push([step, time(limitMs), limitMs < ownLimitOf(policy) ? 'cut by the budget' : 'timed out']);
    leftMs -= limitMs;
  }
  return rows;
}

function ownLimitOf({ timeout }: Policy): number {
  if (timeout === undefined) return Infinity;
  return 'afterMs' in timeout ? timeout.afterMs : timeout.maxMs;
}

const limitOf = (policy: Policy, leftMs: number): number => Math.min(ownLimitOf(policy), leftMs);

/** The deadline that a callee is told: less than the attempt's limit, so that its answer arrives before the caller gives up. */
const grantedMs = (limitMs: number): number => Math.floor(limitMs - Math.max(20, limitMs * 0.05));

/** @throws Error if policies.ts has no policy of that name */
function policyOf({ policies }: Limits, name: string): Policy {
  const policy = policies[name];
  if (policy === undefined) throw new Error(`time budgets: there is no policy ${name}`);
  return policy;
}

/** @throws Error if policies.ts has no such time budget */
function budgetsOf<const Name extends string>({ timeBudgets }: Limits, ...names: Name[]): Record<Name, number> {
  for (const name of names)
    if (timeBudgets[name] === undefined) throw new Error(`time budgets: there is no budget ${name}`);
  return timeBudgets as Record<Name, number>;
}
