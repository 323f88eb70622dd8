import { randomUUID } from 'node:crypto';
import { Body, Controller, Module, Req } from '@nestjs/common';
import { contract } from '@watertight/contracts';
import { bank } from '@watertight/contracts/bank';
import { CapturedCharge, ChargeRequest } from '@watertight/contracts/payment';
import { definePolicies } from '@watertight/resilience';
import {
  Database,
  httpClient,
  oneOf,
  optionalText,
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
import { type Charged, expressIdempotency, type Keep, nodeIdempotency } from './peers.ts';

// A process of `npm run bench charges`: the same shell as payment, and in it a charge that is only made and written down.
const config = readEnv({
  ...serviceSettings('plain', 3100),
  databaseUrl: postgresUrl('DATABASE_URL'),
  redisUrl: redisUrl('REDIS_URL'),
  bankUrls: urls('BANK_URL'),
  /**
   * What keeps the answers, in Redis. `round-trips`: nothing, but Redis and Postgres are called as often as by payment.
   * `one-get`: an answer that is found there is returned, and nothing is compared.
   */
  keeps: oneOf('KEEPS', ['nothing', 'node-idempotency', 'express-idempotency', 'round-trips', 'one-get'], 'nothing'),
  /** Where express-idempotency is. */
  peerFolder: optionalText('PEER_FOLDER'),
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

@Controller()
class ChargeCard {
  private readonly bank = httpClient(bank, asking, config.bankUrls);
  private readonly keep = keeping();

  constructor(private readonly database: Database) {}

  @Serves(plain.chargeCard)
  handle(
    @Body({ schema: ChargeRequest }) request: ChargeRequest,
    @Req() { headers }: { headers: Record<string, unknown> },
  ): Promise<Charged> {
    const charge = () => (config.keeps === 'round-trips' ? this.chargeInTwoSteps(request) : this.charge(request));
    return this.keep({ headers, path: '/charge-card', method: 'POST', body: request }, charge);
  }

  private async charge(request: ChargeRequest): Promise<Charged> {
    const charged = await this.ask(randomUUID(), request);
    await this.write('INSERT INTO charges (id, order_id, amount, currency) VALUES ($1, $2, $3, $4)', charged);
    return charged;
  }

  private async chargeInTwoSteps(request: ChargeRequest): Promise<Charged> {
    const id = randomUUID();
    await this.write(`INSERT INTO charges (id, order_id, amount, currency) VALUES ($1, $2, $3, $4)`, {
      id,
      ...request,
    });
    const charged = await this.ask(id, request);
    await this.write('UPDATE charges SET order_id = $2, amount = $3, currency = $4 WHERE id = $1', charged);
    return charged;
  }

  private async ask(id: string, { orderId, amount, currency, cardToken }: ChargeRequest): Promise<Charged> {
    const { card, at } = await this.bank.capture({ params: { reference: id }, body: { amount, currency, cardToken } });
    return { id, orderId, status: 'captured', amount, currency, card, capturedAt: at };
  }

  private async write(sql: string, { id, orderId, amount, currency }: Row): Promise<void> {
    await this.database.query(sql, [id, orderId, amount, currency]);
  }
}

type Row = Pick<Charged, 'id' | 'orderId' | 'amount' | 'currency'>;

function keeping(): Keep {
  if (config.keeps === 'nothing' || config.redisUrl === null) return (_, charge) => charge();
  const redis = new Redis(config.redisUrl);
  if (config.keeps === 'node-idempotency') return nodeIdempotency(redis);
  if (config.keeps === 'express-idempotency') return expressIdempotency(redis, config.peerFolder ?? '.');
  return config.keeps === 'one-get' ? oneGet(redis) : roundTrips(redis);
}

function roundTrips(redis: Redis): Keep {
  return async ({ headers }, charge) => {
    const key = String(headers['idempotency-key']);
    await redis.set(key, 'held', 'PX', 30_000, 'NX');
    const charged = await charge();
    void redis.set(key, JSON.stringify(charged)); // not waited for, as there
    return charged;
  };
}

function oneGet(redis: Redis): Keep {
  return async ({ headers }, charge) => {
    const key = String(headers['idempotency-key']);
    const kept = await redis.get(key);
    if (kept !== null) return JSON.parse(kept) as Charged;
    const charged = await charge();
    await redis.set(key, JSON.stringify(charged));
    return charged;
  };
}

@Module({
  controllers: [ChargeCard],
  providers: [provideDatabase({ url: config.databaseUrl, migrations: new URL('plain/', import.meta.url) })],
})
class PlainModule {}

await runService(PlainModule, config, { contract: plain });
