import { type AppProcess, leakCheck, realPostgres, startApp } from '@watertight/testing';
import { breaker } from './teeth/breaker.ts';
import { bulkhead } from './teeth/bulkhead.ts';
import { type Claim, type Trial, tryClaim } from './teeth/claim.ts';
import { deadline } from './teeth/deadline.ts';
import { fallback } from './teeth/fallback.ts';
import { idempotencyKey } from './teeth/idempotency-key.ts';
import { jitter } from './teeth/jitter.ts';
import { measuredTimeout } from './teeth/measured-timeout.ts';
import { retryAllowed } from './teeth/retry-allowed.ts';
import { retryBudget } from './teeth/retry-budget.ts';
import { retry } from './teeth/retry.ts';
import { PLACES, shedOptional } from './teeth/shed-optional.ts';
import { tableOf } from './teeth/table.ts';
import { timeout } from './teeth/timeout.ts';

// `npm run teeth`: a pattern that is there and changes nothing is worse than none, because people lean on it.
describe('with its pattern on, and not with it off:', () => {
  const bankData = realPostgres();
  const ledger = realPostgres();
  const running = {} as Record<'bank' | 'payment', AppProcess>;
  const trials: Trial[] = [];

  beforeAll(async () => {
    const bankEnv = { DATABASE_URL: bankData.url, MAX_IN_FLIGHT: String(PLACES), DAWDLE_MS: '5000' };
    running.bank = await startApp('bank', bankEnv);
    running.payment = await startApp('payment', { DATABASE_URL: ledger.url, BANK_URL: running.bank.url });
  }, 60_000);

  afterAll(() => void process.stdout.write(`\n${tableOf(trials)}\n`));

  const captures = () => bankData.query("SELECT FROM captures WHERE status = 'captured'").then(({ length }) => length);
  const claims = [
    fallback,
    deadline,
    bulkhead,
    retry,
    retryBudget,
    jitter,
    breaker,
    timeout,
    measuredTimeout,
    retryAllowed,
    idempotencyKey(() => ({ paymentUrl: running.payment.url, captures })),
    shedOptional(() => running.bank.url), // last: the bank is still busy with its slow cards afterwards
  ];

  for (const claim of claims) {
    it(`${claim.pattern}: ${claim.says}`, async () => {
      const trial = await tryClaim(claim);
      trials.push(trial);
      expectTeeth(trial);
    });
  }
});

describe('a claim fails the run', () => {
  const seen = (on: number, off: number): Claim => ({ ...fallback, look: async isOn => (isOn ? on : off) });

  it('when it holds with the pattern and without: then the pattern is good for nothing, or the claim is', async () => {
    const trial = await tryClaim(seen(100, 100));
    expect(() => expectTeeth(trial)).toThrow('toothless: holds both ways');
  });

  it('when it does not hold with the pattern on', async () => {
    const trial = await tryClaim(seen(99, 0));
    expect(() => expectTeeth(trial)).toThrow('does not hold');
  });
});

function expectTeeth(trial: Trial): void {
  expect(trial).toMatchObject({ verdict: 'bites' });
}

leakCheck();
