import { randomUUID } from 'node:crypto';
import { Body, Controller, Module, Req } from '@nestjs/common';
import { Idempotency } from '@node-idempotency/core';
import { contract } from '@watertight/contracts';
import { bank } from '@watertight/contracts/bank';
import { CapturedCharge, ChargeRequest } from '@watertight/contracts/payment';
import { definePolicies } from '@watertight/resilience';
import {
  Database,
  httpClient,
  oneOf,
  postgresUrl,
  provideDatabase,
  readEnv,
  redisUrl,
  runService,
  Serves,
  serviceSettings,
  urls,
} from '@watertight/service-kit';
import { Redis } from 'ioredis';
import type { z } from 'zod';

// A process of `npm run bench charges`: the same shell as payment, and in it a charge that is only made and written down.
const config = readEnv({
  ...serviceSettings('plain', 3100),
  databaseUrl: postgresUrl('DATABASE_URL'),
  redisUrl: redisUrl('REDIS_URL'),
  bankUrls: urls('BANK_URL'),
  /** `peer`: @node-idempotency/core keeps the answers, in Redis. */
  keeps: oneOf('KEEPS', ['nothing', 'peer'], 'nothing'),
});

const { asking } = definePolicies({ asking: { bulkhead: { running: 200 }, timeout: { afterMs: 5000 } } });
const plain = contract({
  chargeCard: {
    method: 'POST',
    path: '/charge-card',
    summary: 'Charges a card, as often as it is asked.',
    repeatable: 'never',
    body: ChargeRequest,
    answers: { 201: CapturedCharge },
  },
});
type Charged = z.infer<typeof CapturedCharge>;

@Controller()
class ChargeCard {
  private readonly bank = httpClient(bank, asking, config.bankUrls);
  private readonly peer = config.keeps === 'peer' && config.redisUrl !== null ? peer(config.redisUrl) : undefined;

  constructor(private readonly database: Database) {}

  @Serves(plain.chargeCard)
  async handle(
    @Body({ schema: ChargeRequest }) request: ChargeRequest,
    @Req() { headers }: { headers: Record<string, unknown> },
  ): Promise<Charged> {
    const asked = { headers, path: '/charge-card', method: 'POST', body: request };
    const kept = await this.peer?.onRequest<Charged, never>(asked);
    if (kept?.body !== undefined) return kept.body;
    const charged = await this.charge(request);
    await this.peer?.onResponse(asked, { body: charged });
    return charged;
  }

  private async charge({ orderId, amount, currency, cardToken }: ChargeRequest): Promise<Charged> {
    const id = randomUUID();
    const { card, at } = await this.bank.capture({ params: { reference: id }, body: { amount, currency, cardToken } });
    await this.database.query('INSERT INTO charges (id, order_id, amount, currency) VALUES ($1, $2, $3, $4)', [
      id,
      orderId,
      amount,
      currency,
    ]);
    return { id, orderId, status: 'captured', amount, currency, card, capturedAt: at };
  }
}

const DAY_MS = 24 * 3600_000; // its default

/** As its own adapter for Redis does it: SET NX PX, GET, SET PX. */
function peer(url: string): Idempotency {
  const redis = new Redis(url);
  return new Idempotency({
    setIfNotExists: async (key, value, { ttl = DAY_MS } = {}) =>
      (await redis.set(key, value, 'PX', ttl, 'NX')) === 'OK',
    set: async (key, value, { ttl = DAY_MS }) => void (await redis.set(key, value, 'PX', ttl)),
    get: async key => (await redis.get(key)) ?? undefined,
  });
}

@Module({
  controllers: [ChargeCard],
  providers: [provideDatabase({ url: config.databaseUrl, migrations: new URL('plain/', import.meta.url) })],
})
class PlainModule {}

await runService(PlainModule, config, { contract: plain });
