import { definePolicies, SECOND } from '@watertight/resilience';
import { timeBudgetsPage } from './time-budgets.ts';

const optional = { timeout: { afterMs: 250 } };
const retry = { attempts: 3 };
const order = {
  maxBodyBytes: 50 * 1024,
  maxHeadBytes: 16 * 1024,
  arrivesWithinMs: 5 * SECOND,
  maxArriving: 20,
  maxTotal: '10.00 USD',
  maxQuantity: 7,
};

function pageWith({ payMs = 9 * SECOND, payAttemptMs = 8 * SECOND, maxInFlight = 512 } = {}): string[] {
  const storefront = definePolicies({
    search: { retry, timeout: { p99Times: 3, maxMs: 1 * SECOND } },
    pay: { retry, deadline: { minRemainingMs: 1 * SECOND }, timeout: { afterMs: payAttemptMs } },
    recommendations: optional,
    tiles: optional,
    stock: optional,
    comments: optional,
    account: optional,
    basketBadge: optional,
  });
  const charging = { retry, deadline: { minRemainingMs: 1 * SECOND }, timeout: { afterMs: 7 * SECOND } };
  const services = {
    storefront: {
      policies: storefront,
      timeBudgets: { pageMs: 2_000, resultsMs: 1_200, optionalMs: 300, payMs },
      maxInFlight,
    },
    checkout: {
      policies: definePolicies({ payment: charging }),
      timeBudgets: { chargeMs: 7_500, answerMs: 50 },
      maxInFlight,
    },
    payment: {
      policies: definePolicies({ bank: { timeout: { afterMs: 5 * SECOND } } }),
      timeBudgets: { bankMs: 6_000, returnMs: 100 },
      maxInFlight,
    },
  };
  return timeBudgetsPage(services, order).split('\n');
}

const attempts = (lines: string[], policy: string) =>
  lines
    .filter(line => line.includes(`\`${policy}\` → ${policy}: attempt`))
    .map(line => line.split('|')[2]?.trim() ?? '');

describe('the page of time budgets', () => {
  it('shows an attempt that the budget always cuts as cut or not made', () => {
    const lines = pageWith();
    expect(attempts(lines, 'pay')).toEqual(['8 s', 'not made']);
    expect(attempts(lines, 'search')).toEqual(['1 s', '1 s', 'not made', '1 s', '200 ms', 'not made']);
    expect(attempts(lines, 'tiles')).toEqual(['50 ms']);
    expect(lines.find(line => line.includes('checkout answers'))).toContain('| 7.55 s |');
  });

  it('follows a policy that changes: with attempts of 4 s a second one has time, and checkout answers after 3.75 s', () => {
    const lines = pageWith({ payAttemptMs: 4 * SECOND });
    expect(attempts(lines, 'pay')).toEqual(['4 s', '4 s', 'not made']);
    expect(lines.find(line => line.includes('checkout answers'))).toContain('| 3.75 s |');
  });

  it('names how many requests a process answers at once', () => {
    expect(pageWith({ maxInFlight: 40 }).join('\n')).toContain('at most 40 requests at once (`MAX_IN_FLIGHT`');
  });

  it('names how large an order may be, and how fast it must arrive', () => {
    const text = pageWith().join('\n');
    for (const row of ['the body | 50 kB', 'the head | 16 kB', 'head and body arrive | 5 s', 'an order | 10.00 USD'])
      expect(text).toContain(`${row} |`);
    expect(text).toContain('in one process | 20, half of');
    expect(text).toContain('in a basket | 7 |');
  });

  it('names the retry budget of each call, and that there is none', () => {
    const lines = pageWith();
    expect(lines.find(line => line.startsWith('| `pay` → pay |'))).toContain('| 0.1 a call and 1 a second, up to 10 |');
    expect(lines.find(line => line.startsWith('| `bank` → bank |'))).toContain('| no retry |');
  });

  it('follows a budget that changes', () => {
    expect(attempts(pageWith({ payMs: 20 * SECOND }), 'pay')).toEqual(['8 s', '8 s', '4 s']);
  });
});
