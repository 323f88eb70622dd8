import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Redis, type Result } from 'ioredis';

/**
 * Where a replay comes from. `unchecked`: the finished answer in Redis. `signed`: the same with an HMAC-SHA-256 that Redis has
 * no key for. `checked`: Redis knows only that the key was used, and the answer is read from its row, as payment does.
 */
export const designs = ['unchecked', 'signed', 'checked'] as const;
export type Design = (typeof designs)[number];

export interface KeyedRequest {
  scope: string;
  key: string;
  fingerprint: string;
  owner: string;
}

export interface FinishedAnswer {
  status: number;
  contentType: string;
  body: Buffer;
}

export type ReplayClaim = { is: 'new' } | { is: 'final'; answer: FinishedAnswer } | { is: 'ask-the-store' };

/** The lock's script with the finished answer in the hash, as it was before replays were checked. */
const claimWithAnswer = (fields: string, found: string) => `
  local held = redis.call('HMGET', KEYS[1], ${fields})
  if held[1] and held[1] ~= ARGV[1] then return {'mismatch'} end
  if held[3] then return {'final', ${found}} end
  if held[2] and held[2] ~= ARGV[2] then return {'busy', redis.call('PTTL', KEYS[1])} end
  redis.call('HSET', KEYS[1], 'f', ARGV[1], 'o', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {'new'}`;

const claims: Record<Design, string> = {
  unchecked: claimWithAnswer(`'f', 'o', 's', 't', 'b'`, 'held[3], held[4], held[5]'),
  signed: claimWithAnswer(`'f', 'o', 's', 't', 'b', 'm'`, 'held[3], held[4], held[5], held[6]'),
  checked: `local held = redis.call('HMGET', KEYS[1], 'f', 'o')
    if held[1] and held[2] ~= ARGV[2] then
      if held[2] and held[1] == ARGV[1] then return {'busy', redis.call('PTTL', KEYS[1])} end
      return {'known'}
    end
    redis.call('HSET', KEYS[1], 'f', ARGV[1], 'o', ARGV[2])
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
    return {'new'}`,
};

const LEASE_MS = 30_000;
const FINISHED_MS = 24 * 3600_000;

type Scripted = Redis & {
  claimBuffer: (key: string, ...values: (string | number)[]) => Result<unknown, { type: 'default' }>;
};

/** The lock per key of one design: one round trip for a replay, like payment's. */
export class ReplayLock {
  private readonly redis: Scripted;
  /** One per process; replicas would have to share it, and to change it from time to time. */
  private readonly secret = randomBytes(32);

  private readonly design: Design;

  constructor(design: Design, url: string) {
    this.design = design;
    const options = { commandTimeout: 5000, keepAlive: 10_000, disableClientInfo: true };
    const scripts = { claim: { numberOfKeys: 1, lua: claims[design] } };
    this.redis = new Redis(url, { ...options, scripts }) as Scripted;
  }

  /** @throws Error another request with the key is under way, or the key belongs to another request */
  async claim(request: KeyedRequest): Promise<ReplayClaim> {
    const name = nameOf(request);
    const found = await this.redis.claimBuffer(name, request.fingerprint, request.owner, LEASE_MS);
    const [is, status, type, body, mac] = found as Buffer[];
    switch (String(is)) {
      case 'new':
        return { is: 'new' };
      case 'known':
        return { is: 'ask-the-store' };
      case 'final': {
        if (body === undefined) break;
        const answer = { status: Number(String(status)), contentType: String(type), body };
        if (this.design === 'signed' && !this.isOurs(request, answer, mac)) return { is: 'ask-the-store' };
        return { is: 'final', answer };
      }
    }
    throw new Error(`the key of a replay is ${String(is)}`);
  }

  /** Notes that the key was used, with the answer where the design keeps it. */
  async finish(request: KeyedRequest, answer: FinishedAnswer): Promise<void> {
    const { status, contentType, body } = answer;
    const kept = { f: request.fingerprint, s: status, t: contentType, b: body };
    const fields = {
      unchecked: kept,
      signed: { ...kept, m: this.sign(request, answer) },
      checked: { f: request.fingerprint },
    };
    const name = nameOf(request);
    await this.redis.multi().del(name).hset(name, fields[this.design]).pexpire(name, FINISHED_MS).exec();
  }

  private isOurs(request: KeyedRequest, answer: FinishedAnswer, mac: Buffer | undefined): boolean {
    const expected = this.sign(request, answer);
    return mac?.byteLength === expected.byteLength && timingSafeEqual(mac, expected);
  }

  /** Over the key too: a genuine answer to another request must not count. None of the first four has a line break. */
  private sign(request: KeyedRequest, { status, contentType, body }: FinishedAnswer): Buffer {
    const before = [nameOf(request), request.fingerprint, status, contentType, ''].join('\n');
    return createHmac('sha256', this.secret).update(before).update(body).digest();
  }
}

function nameOf({ scope, key }: KeyedRequest): string {
  return `{once:${hash('sha256', `${scope}\n${key}`, 'base64url')}}`;
}
