import { definePolicies } from '@watertight/resilience';
import { page, table, time } from './table.ts';

const { fixed, measured } = definePolicies({
  fixed: { bulkhead: {}, retry: {}, breaker: {}, timeout: {} },
  measured: { timeout: { p99Times: 3 } },
});

/** docs/teach/cheat-sheet.md: one page to print, with the defaults of packages/resilience. */
export function cheatSheetPage(): string {
  return page(
    'Cheat sheet',
    'Plan for failure before the first call is written: for each dependency decide how long to wait, how often to repeat, when to' +
      ' stop, how much it may hold, and what the user gets instead.',
    '## Order, outermost first',
    '    fallback > deadline > bulkhead > retry > breaker > timeout > the call',
    'Retry is outside the breaker: the breaker sees every attempt and stops the retries. The timeout is innermost: it is what the' +
      ' breaker counts.',
    '## Patterns',
    table(['pattern', 'question', 'default here', 'not for'], [...outerRows(), ...innerRows()]),
    '## Five rules',
    rules,
    '## Arithmetic',
    arithmetic,
    'More: [the patterns](../patterns/README.md), [the lab](../lab/README.md), [the fallacies](../fallacies.md).',
  );
}

function outerRows(): string[][] {
  const { deadline, bulkhead, retry } = fixed;
  const { attempts, firstDelayMs, factor, jitter, budget } = retry ?? never();
  return [
    ['fallback', 'What does the user get instead?', 'none', 'money: nothing stands in for a charge'],
    [
      'deadline',
      'How long does the caller still wait?',
      `no attempt with less than ${time(deadline.minRemainingMs)} left; the callee is told 5 % less`,
      'work that is committed: it is finished without its caller',
    ],
    [
      'bulkhead',
      'How much may one dependency hold?',
      `${bulkhead?.running ?? never()} calls at once, ${bulkhead?.waiting ?? never()} waiting`,
      'limiting a rate: permits count calls at once',
    ],
    [
      'retry',
      'Is a repeat safe and useful?',
      `${attempts} attempts, waits from ${time(firstDelayMs)} × ${factor}, ${jitter} jitter; budget ${budget.ratio} per call, ${budget.perSecond} a second, ${budget.burst} at most`,
      'optional parts, overload, effects without a key',
    ],
  ];
}

function innerRows(): string[][] {
  const { breaker, timeout } = fixed;
  const { failuresToOpen, openMs, probes, successesToClose } = breaker ?? never();
  const { p99Times, minMs, maxMs, samplesNeeded } = measuredTimeout();
  const fixedMs = timeout !== undefined && 'afterMs' in timeout ? timeout.afterMs : never();
  return [
    [
      'breaker',
      'When do we stop calling?',
      `opens at ${failuresToOpen} failures in a row for ${time(openMs)}; ${successesToClose} good of ${probes} probes close it`,
      'a critical call once a minute; anything without a short timeout',
    ],
    [
      'timeout',
      'How long do we wait for one answer?',
      `${time(fixedMs)}; measured: ${p99Times} × p99, from ${time(minMs)} to ${time(maxMs)}, after ${samplesNeeded} samples`,
      'work that cannot be stopped; a measured limit for money',
    ],
    [
      'idempotency key',
      'What if the request arrives twice?',
      'one key for each intention, stored with the effect',
      'reads, and writes that set a value',
    ],
  ];
}

function measuredTimeout() {
  const { timeout } = measured;
  return timeout !== undefined && 'p99Times' in timeout ? timeout : never();
}

/** @throws Error a strategy that was asked for has no numbers */
function never(): never {
  throw new Error('the cheat sheet asks packages/resilience for a default that is not there');
}

const rules = [
  '1. **Every call has a limit**, below the time of its caller; each service answers before its caller gives up.',
  '2. **Repeat in one layer only**, within a budget, with jitter, and only what is safe to repeat.',
  '3. **Stop early**: a breaker saves time only behind a short timeout.',
  '4. **Give each dependency permits of its own**, so that one that hangs holds only those.',
  '5. **Decide in advance what a page shows without each of its parts**, and say so on the page.',
].join('\n');

const arithmetic = [
  '- Calls at once = calls per second × seconds per call (Little). 50/s × 30 s = 1,500; × 300 ms = 15.',
  '- Layers multiply: 3 layers × 5 attempts = 5³ = 125 requests for one.',
  '- A page of n parts that each work with probability p is whole with pⁿ: 0.95⁵ = 77 %.',
  '- A pool of P permits is full after P ÷ (arrivals that never leave) seconds: 350 ÷ 100 = 3.5 s.',
  '- Retries are stable while attempts × load < capacity: 3 × 40 = 120 > 50 is not.',
].join('\n');
