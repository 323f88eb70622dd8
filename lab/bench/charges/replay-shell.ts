import { hash, randomUUID } from 'node:crypto';
import { Body, Controller, Module, Res } from '@nestjs/common';
import { contract, header } from '@watertight/contracts';
import { bank } from '@watertight/contracts/bank';
import { CapturedCharge, ChargeRequest } from '@watertight/contracts/payment';
import { definePolicies } from '@watertight/resilience';
import {
  Caller,
  Database,
  httpClient,
  IdempotencyKey,
  oneOf,
  postgresUrl,
  provideDatabase,
  readEnv,
  type Reply,
  runService,
  sendAnswer,
  Serves,
  serviceSettings,
  text,
  urls,
} from '@watertight/service-kit';
import { designs, type FinishedAnswer, type KeyedRequest, ReplayLock } from './replay-designs.ts';

// A process of `npm run bench charges`: the same shell as payment, which replays a charge by one of three designs. It does
// for a replay what payment does (hash of the request, id from the key, one round trip to Redis), and no more.
const config = readEnv({
  ...serviceSettings('replay-shell', 3100),
  databaseUrl: postgresUrl('DATABASE_URL'),
  redisUrl: text('REDIS_URL'),
  bankUrls: urls('BANK_URL'),
  design: oneOf('KEEPS', designs, 'unchecked'),
});

const { asking } = definePolicies({ asking: { bulkhead: { running: 200 }, timeout: { afterMs: 5000 } } });
const replays = contract({
  chargeCard: {
    method: 'POST',
    path: '/charge-card',
    summary: 'Charges a card once per key; without leases and takeover.',
    repeatable: 'with-key',
    body: ChargeRequest,
    answers: { 201: CapturedCharge },
  },
});

@Controller()
class ChargeCard {
  private readonly bank = httpClient(bank, asking, config.bankUrls);
  private readonly lock = new ReplayLock(config.design, config.redisUrl);

  constructor(private readonly database: Database) {}

  @Serves(replays.chargeCard)
  async handle(
    @Caller() scope: string,
    @IdempotencyKey() key: string,
    @Body({ schema: ChargeRequest }) request: ChargeRequest,
    @Res() res: Reply,
  ): Promise<void> {
    const { orderId, amount, currency, cardToken } = request;
    const fingerprint = `v1:${hash('sha256', JSON.stringify({ orderId, amount, currency, cardToken }), 'hex')}`;
    const id = hash('md5', `${scope}\n${key}`, 'hex'); // Postgres takes 32 hex digits for a uuid
    const keyed = { scope, key, fingerprint, owner: randomUUID() };
    const { answer, isReplay } = await this.once(id, keyed, request);
    const headers = {
      'content-type': answer.contentType,
      'cache-control': 'no-store',
      location: `/charges/${id}`,
      ...(isReplay ? { [header.idempotentReplayed]: 'true' } : {}),
    };
    await sendAnswer(res, { status: answer.status, headers, body: answer.body });
  }

  private async once(id: string, keyed: KeyedRequest, request: ChargeRequest) {
    const claim = await this.lock.claim(keyed);
    if (claim.is === 'final') return { answer: claim.answer, isReplay: true };
    if (claim.is === 'ask-the-store') return { answer: await this.read(id, keyed), isReplay: true };
    const answer = await this.charge(request);
    await this.database.query(
      'INSERT INTO answers (id, fingerprint, status, content_type, body) VALUES ($1, $2, $3, $4, $5)',
      [id, keyed.fingerprint, answer.status, answer.contentType, answer.body],
    );
    await this.lock.finish(keyed, answer);
    return { answer, isReplay: false };
  }

  private async read(id: string, { fingerprint }: KeyedRequest): Promise<FinishedAnswer> {
    const sql = 'SELECT fingerprint, status, content_type AS "contentType", body FROM answers WHERE id = $1';
    const [row] = await this.database.query<FinishedAnswer & { fingerprint: string }>(sql, [id], 'read');
    if (row?.fingerprint !== fingerprint) throw new Error('the row is missing or belongs to another request');
    return row;
  }

  private async charge({ orderId, amount, currency, cardToken }: ChargeRequest) {
    const reference = randomUUID();
    const { card, at } = await this.bank.capture({ params: { reference }, body: { amount, currency, cardToken } });
    const charged = { id: reference, orderId, status: 'captured', amount, currency, card, capturedAt: at };
    const body = Buffer.from(JSON.stringify(charged));
    return { status: 201, contentType: 'application/json; charset=utf-8', body };
  }
}

@Module({
  controllers: [ChargeCard],
  providers: [provideDatabase({ url: config.databaseUrl, migrations: new URL('answers/', import.meta.url) })],
})
class ReplayModule {}

await runService(ReplayModule, config, { contract: replays });
