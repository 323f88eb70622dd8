import type { Policy } from '@watertight/resilience';
import { apps } from './apps.ts';
import { code, page, table, time } from './table.ts';

/** policies.md: every policy with all its numbers. */
export function policiesPage(): string {
  const sections = apps.flatMap(({ name, policies }) =>
    policies === undefined ? [] : [`## ${name}`, table(head, Object.values(policies).map(rowOf))],
  );
  return page(
    'Policies',
    'The services that each service calls, and the strategies it uses, outermost first: fallback, deadline, bulkhead, retry, breaker,' +
      ' timeout. A number that is not in the policy is the default. Some calls bring a fallback of their own.',
    ...sections,
  );
}

const head = [
  'policy',
  'calls',
  'fallback',
  'permits',
  'retry',
  'breaker',
  'limit of an attempt',
  'minimum remaining time',
];

function rowOf(policy: Policy): string[] {
  return [
    code(policy.name),
    policy.service,
    policy.fallback === undefined ? '–' : 'yes',
    permits(policy),
    retry(policy),
    breaker(policy),
    limit(policy),
    time(policy.deadline.minRemainingMs),
  ];
}

function permits({ bulkhead }: Policy): string {
  if (bulkhead === undefined) return '–';
  const { running, waiting, maxWaitMs } = bulkhead;
  return waiting === 0 ? `${running}, no queue` : `${running}; ${waiting} wait up to ${time(maxWaitMs)}`;
}

function retry({ retry }: Policy): string {
  if (retry === undefined) return '–';
  const { attempts, firstDelayMs, factor, maxDelayMs, jitter, budget } = retry;
  const { ratio, burst, perSecond } = budget;
  return (
    `${attempts} attempts; ${time(firstDelayMs)}, × ${factor}, up to ${time(maxDelayMs)}, ${jitter} jitter; ` +
    `budget ${ratio} a call and ${perSecond} a second, up to ${burst}`
  );
}

function breaker({ breaker }: Policy): string {
  if (breaker === undefined) return '–';
  const { failuresToOpen, openMs, openJitter, unreachableOpenMs, probes, successesToClose, probeTimeoutMs } = breaker;
  return (
    `opens at ${failuresToOpen} failures in a row for ${time(openMs)}, ${time(unreachableOpenMs)} while it is not running, each ± ${openJitter * 100} %; ${successesToClose} good of ${probes} probes close it; ` +
    `a probe has failed after ${time(probeTimeoutMs)}`
  );
}

function limit({ timeout }: Policy): string {
  if (timeout === undefined) return '–';
  if ('afterMs' in timeout) return time(timeout.afterMs);
  const { p99Times, minMs, maxMs, untilMeasuredMs, samplesNeeded } = timeout;
  return (
    `${p99Times} × p99, from ${time(minMs)} to ${time(maxMs)}; ` +
    `${time(untilMeasuredMs)} until ${samplesNeeded} samples of the last minute are there`
  );
}
