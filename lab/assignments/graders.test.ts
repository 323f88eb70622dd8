import { randomUUID } from 'node:crypto';
import { definePolicies } from '@watertight/resilience';
import { limitsMs } from './a1-limits.ts';
import { policies as naivePolicies } from './a2-policies.ts';
import { charge as naiveCharge } from './a3-charge.ts';
import { waits } from './a4-waits.ts';
import { type Charge, type ChargeAnswer, gradeCharge } from './grade-charge.ts';
import type { Finding } from './grade.ts';
import { gradeLimits } from './grade-limits.ts';
import { gradePolicies } from './grade-policies.ts';
import { gradeWaits } from './grade-waits.ts';

const failing = (findings: readonly Finding[]) => findings.filter(({ holds }) => !holds).map(({ says }) => says);

describe('the grader of assignment 1', () => {
  it('accepts 240, 250 and 600 ms', () =>
    expect(failing(gradeLimits({ search: 240, profile: 250, comments: 600 }))).toEqual([]));

  it.each([
    ['three times the p99', limitsMs, ['profile, 510 ms: 11.1', 'comments, 130 ms: cuts 0.51 %']],
    ['the p99', { search: 80, profile: 170, comments: 48 }, ['search, 80 ms: cuts', 'profile, 170', 'comments, 48']],
    [
      '30 s',
      { search: 30_000, profile: 30_000, comments: 30_000 },
      ['search, 30000', 'profile, 30000', 'comments, 30'],
    ],
  ])('refuses %s', (_, limits, expected) => {
    const found = failing(gradeLimits(limits));
    expect(found).toHaveLength(expected.length);
    expected.forEach((begin, i) => expect(found[i]).toContain(begin));
  });
});

describe('the grader of assignment 2', () => {
  const optional = { fallback: () => undefined, bulkhead: {}, breaker: {}, timeout: { afterMs: 250 } };
  const right = definePolicies({
    search: { bulkhead: { running: 100 }, breaker: {}, timeout: { afterMs: 1000 } },
    checkout: { bulkhead: { running: 200 }, timeout: { afterMs: 1000 } },
    comments: optional,
    recommendations: optional,
  });

  it('accepts bulkheads, timeouts, breakers and fallbacks, and refuses calls without them', async () => {
    const [good, naive] = await Promise.all([gradePolicies(right), gradePolicies(naivePolicies)]);
    expect(failing(good)).toEqual([]);
    expect(failing(naive)).toHaveLength(4);
  }, 30_000);
});

describe('the grader of assignment 3', () => {
  const right: Charge = async ({ ledger, bank }, { key, amount }) => {
    await ledger.insert(key, { amount, reference: randomUUID() });
    const row = await ledger.read(key);
    if (row?.['amount'] !== amount) return { status: 422 };
    if (row['answer'] !== undefined) return row['answer'] as ChargeAnswer;
    const { status } = await bank.capture({ reference: row['reference'] as string, amount });
    const answer: ChargeAnswer = { status: status === 'captured' ? 201 : 402 };
    await ledger.update(key, { ...row, answer });
    return answer;
  };
  const answerOf = async (bank: Parameters<Charge>[0]['bank'], reference: string, amount: number) => {
    const { status } = await bank.capture({ reference, amount });
    return { status: status === 'captured' ? 201 : 402 } as ChargeAnswer;
  };
  const wrong: Record<string, Charge> = {
    'without a key': naiveCharge,
    'that records the key after the effect': async ({ ledger, bank }, { key, amount }) => {
      const row = await ledger.read(key);
      if (row !== undefined) return row['amount'] === amount ? (row['answer'] as ChargeAnswer) : { status: 422 };
      const answer = await answerOf(bank, randomUUID(), amount);
      await ledger.insert(key, { amount, answer });
      return answer;
    },
    'that claims the key, and makes a reference for each attempt': async ({ ledger, bank }, { key, amount }) => {
      await ledger.insert(key, { amount });
      const row = await ledger.read(key);
      if (row?.['amount'] !== amount) return { status: 422 };
      if (row['answer'] !== undefined) return row['answer'] as ChargeAnswer;
      const answer = await answerOf(bank, randomUUID(), amount);
      await ledger.update(key, { amount, answer });
      return answer;
    },
    'that deletes its claim when the bank fails': async (shop, request) => {
      try {
        return await right(shop, request);
      } catch (error) {
        await shop.ledger.delete(request.key);
        throw error;
      }
    },
    'that waits for another process which has ended': async ({ ledger, bank }, { key, amount }) => {
      const isMine = await ledger.insert(key, { amount });
      const row = await ledger.read(key);
      if (row?.['amount'] !== amount) return { status: 422 };
      if (!isMine) return (row['answer'] as ChargeAnswer | undefined) ?? { status: 202 };
      const answer = await answerOf(bank, key, amount);
      await ledger.update(key, { amount, answer });
      return answer;
    },
    'that ignores the amount of a repeat': ({ bank }, { key, amount }) => answerOf(bank, key, amount),
    'with one reference for all': ({ bank }, { amount }) => answerOf(bank, 'the shop', amount),
  };

  it('accepts a row with a reference, committed before the bank is called', async () =>
    expect(failing(await gradeCharge(right))).toEqual([]));

  it.each(Object.entries(wrong))('refuses a charge %s', async (_, charge) =>
    expect(failing(await gradeCharge(charge))).not.toEqual([]),
  );
});

describe('the grader of assignment 4', () => {
  const right = {
    storefront: { attempts: 1, attemptMs: 8000, backoffMs: 0 },
    checkout: { attempts: 1, attemptMs: 6000, backoffMs: 0 },
    payment: { attempts: 1, attemptMs: 4500, backoffMs: 0 },
  };

  const [storefront, checkout, payment] = [11_000, 10_000, 9100].map(attemptMs => ({ ...right.payment, attemptMs }));
  const slower = { ...right, storefront, checkout, payment } as typeof right;

  it('accepts waits that each cover the next', () => expect(failing(gradeWaits(right))).toEqual([]));

  it.each([
    ['the planted one', waits],
    ['a bank that is given 2 s', { ...right, payment: { ...right.payment, attemptMs: 2000 } }],
    ['two attempts that the caller does not wait for', { ...right, checkout: { ...right.checkout, attempts: 2 } }],
    ['a customer who waits for 9.1 s', slower],
    ['a wait without the reserve of 5 %', { ...right, checkout: { ...right.checkout, attemptMs: 4510 } }],
  ])('refuses %s', (_, wrong) => expect(failing(gradeWaits(wrong))).not.toEqual([]));
});
