import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { header } from '@watertight/contracts';
import { SECOND } from '@watertight/resilience';
import { lookUntil } from '@watertight/testing/until';
import { roomUrl } from '../addresses.ts';
import { letIn } from './room-entry.ts';
import type { OpenShop } from '../experiments/open-shop.ts';
import { readTrace } from '../read-trace.ts';
import { Visitor } from '../visitor.ts';

/** Where lies are told. */
export interface Place {
  readonly service: string;
  readonly url: string;
  /** What is requested with a lie; 200 without. */
  readonly page: string;
  /** Another address of the same service, and its route: requests to it keep the service busy. */
  readonly other: { readonly path: string; readonly route: string };
  /** Where a price is changed. */
  readonly priceUrl: string;
}

/** Tells one lie, and returns whether it was believed: by what the service does, not by what it logs. */
type Lie = (place: Place, shop: OpenShop) => Promise<boolean>;

/** A status that no service answers by itself. */
const STRUCK = 555;
/** MAX_IN_FLIGHT of every service; optional requests get half of it. */
const MAX_IN_FLIGHT = 512;
const ELSEWHERE = 'https://evil.example';

/** A fault that strikes only requests of checkout shows which caller the service sees. */
const caller: Lie = async ({ service, url, page }, shop) => {
  await shop.fault(service, 'error', { status: STRUCK, 'match.caller': 'checkout', forMs: 10 * SECOND });
  const status = await statusOf(url + page, { headers: { [header.caller]: 'checkout' } });
  await shop.stopFaults();
  return status === STRUCK;
};

/** A request whose caller has no time left is refused. */
const deadline: Lie = async ({ url, page }) =>
  (await statusOf(url + page, { headers: { [header.deadlineMs]: '0' } })) === 504;

/** A service that uses half of its permits refuses optional requests, and answers the others. */
const kind: Lie = async ({ service, url, page, other }, shop) => {
  if ((await statusOf(url + page)) === 403) return false; // this caller is heard in nothing
  await shop.fault(service, 'hang', { 'match.route': other.route, forMs: 30 * SECOND });
  const held = MAX_IN_FLIGHT / 2;
  const end = new AbortController();
  const busy = Array.from({ length: held }, () =>
    fetch(url + other.path, { signal: end.signal }).catch(() => undefined),
  );
  const struck = () => shop.struck(service, 'hang');
  await lookUntil(struck, requests => requests >= held, { withinMs: 10 * SECOND, everyMs: 100 });
  const critical = await statusOf(url + page);
  const optional = await statusOf(url + page, { headers: { [header.kind]: 'optional' } });
  end.abort();
  await Promise.all(busy);
  await shop.stopFaults();
  if (critical !== 200) throw new Error(`${service} answers ${critical} while it is half full`);
  return optional === 503;
};

/** The spans of a believed request belong to the trace that it names. */
const trace: Lie = async ({ url, page }) => {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  await statusOf(url + page, { headers: { [header.traceparent]: `00-${traceId}-${spanId}-01` } });
  return (await readTrace(traceId)) !== undefined;
};

/** A form that a page of another site sends with a visitor's browser fills the visitor's basket. */
const foreignForm: Lie = async ({ url }) => {
  const visitor = new Visitor(url);
  const form = 'productId=wt-1001&quantity=1';
  const hasLine = async () => (await visitor.open('/basket')).html.includes('name="quantity"');
  await visitor.send('/basket/lines', form, { 'sec-fetch-site': 'cross-site', origin: ELSEWHERE });
  if (await hasLine()) return true;
  await visitor.send('/basket/lines', form);
  if (!(await hasLine())) throw new Error("the shop's own form fills no basket either");
  return false;
};

/** The control room answers a browser for which the name of another site points here (DNS rebinding). */
const foreignHost: Lie = async () => {
  const url = `${roomUrl}/api/state`;
  const headers = await letIn('GET', url);
  return new Promise((resolve, reject) => {
    // fetch would send the host of the address.
    const request = get(url, { headers: { ...headers, host: 'evil.example' }, agent: false }, answer => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.on('error', reject);
  });
};

const opsWithoutToken: Lie = async ({ url }) => (await statusOf(`${url}/ops/state`)) === 200;

/** A body that is wrong on purpose is read only after the request was let in (400), and changes no price. */
const priceWithoutToken: Lie = async ({ priceUrl }) => {
  const signature = priceUrl.startsWith(roomUrl) ? await letIn('PUT', priceUrl) : {}; // else its login answers first
  const headers = { ...signature, origin: ELSEWHERE, 'content-type': 'application/json', 'if-match': '"1"' };
  return (await statusOf(priceUrl, { method: 'PUT', headers, body: '{}' })) === 400;
};

/** In headers between services. */
export const headerLies: readonly Lie[] = [caller, deadline, kind, trace];
/** Only at the door: a program past it needs no browser. */
export const browserLies: readonly Lie[] = [foreignForm, foreignHost];
export const tokenLies: readonly Lie[] = [opsWithoutToken, priceWithoutToken];

/** Tells the lies one after the other, and returns how many were believed. */
export async function tell(lies: readonly Lie[], place: Place, shop: OpenShop): Promise<number> {
  let believed = 0;
  for (const lie of lies) if (await lie(place, shop)) believed += 1;
  return believed;
}

async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10 * SECOND) });
  await answer.arrayBuffer();
  return answer.status;
}
