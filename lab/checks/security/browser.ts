import { randomUUID } from 'node:crypto';
import { lookUntil } from '@watertight/testing/until';
import { hiddenFields } from '../../visitor.ts';
import { type Answer, ask, type AskOptions } from './wire.ts';

export const PASSWORD = 'correct horse battery staple';
const delivery = { name: 'Ada L', street: '1 Quay', city: 'Cork', country: 'IE', cardToken: 'tok_visa' };
/** Linux takes all of 127.0.0.0/8 for loopback, so that each visitor can come from an address of its own. */
const hasAddresses = process.platform === 'linux';
let visitors = 0;

/**
 * A browser without script that comes from an address of its own, follows nothing and never rejects.
 *
 * It differs from the lab's Visitor in that it can be given cookies and an address: an attacker plants the one and changes the other.
 */
export class Browser {
  readonly cookies = new Map<string, string>();
  private readonly origin: string;
  private readonly from: string | undefined;

  constructor(origin: string, from = newAddress()) {
    this.origin = origin;
    this.from = from;
  }

  get(path: string, options: AskOptions = {}): Promise<Answer> {
    return this.send('GET', path, options);
  }

  /** Sends a form as a page of the shop does. */
  post(path: string, fields: Record<string, string>, options: AskOptions = {}): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    const body = new URLSearchParams(fields).toString();
    return this.send('POST', path, { body, ...options, headers: { ...headers, ...options.headers } });
  }

  /** The hidden fields of the form on this page that posts to `action`. */
  async form(path: string, action: string): Promise<Record<string, string>> {
    return formOf(await this.get(path), action);
  }

  /** Tries once. */
  async register({ name = 'Ada', password = PASSWORD, email = `${randomUUID()}@example.com` } = {}) {
    const answer = await this.post('/register', { name, email, password, from: '/account' });
    return { email, password, answer };
  }

  /** Registers, again after a pause while that is refused: what an earlier attack has left must not answer for the next. @throws Error */
  async registered(typed: Parameters<Browser['register']>[0] = {}) {
    const look = () => this.register(typed);
    const { seen } = await lookUntil(look, ({ answer }) => answer.status === 303, { withinMs: 30_000, everyMs: 1000 });
    if (seen.answer.status === 303) return seen;
    throw new Error(`no account could be made: ${seen.answer.status} ${seen.answer.text.slice(-300)}`);
  }

  signIn(email: string, password: string): Promise<Answer> {
    return this.post('/sign-in', { email, password, from: '/account' });
  }

  add(productId: string, quantity: string | number = 1): Promise<Answer> {
    return this.post('/basket/lines', { productId, quantity: String(quantity) });
  }

  /** Opens the form that pays, and sends it. */
  async pay(changed: Record<string, string> = {}): Promise<Answer & { fields: Record<string, string> }> {
    const fields = { ...(await this.form('/checkout', '/checkout')), ...delivery, ...changed };
    return { fields, ...(await this.post('/checkout', fields)) };
  }

  private async send(method: string, path: string, options: AskOptions): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...options.headers };
    const answer = await ask(method, this.origin + path, { ...options, headers, from: this.from });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

/** Another loopback address at each call. */
export function newAddress(): string | undefined {
  visitors += 1;
  return hasAddresses ? `127.1.${Math.floor(visitors / 250) % 250}.${(visitors % 250) + 1}` : undefined;
}

export const formOf = ({ text }: Answer, action: string): Record<string, string> =>
  hiddenFields({ html: text }, action);

/** How often each status came. */
export const countStatuses = (answers: readonly { status: number }[]): string =>
  [...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => `${status} × ${all.length}`).join(', ');
