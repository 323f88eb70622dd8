import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockLimits } from '@watertight/idempotency';
import type { Policy } from '@watertight/resilience';
import { connectMs, databaseLimits, queueLimits, redisLimits, silentAfterMs } from '@watertight/service-kit';
import { deliveryMs } from '@watertight/telemetry';
import { type App, apps, hasDatabase } from './apps.ts';
import { connectionsSection } from './connections.ts';
import type { Given } from './given.ts';
import { code, page, table, time } from './table.ts';

type Row = [wait: string, of: string, limit: string, then: string];

/** outbound-waits.md: everything a service waits for outside of itself, and how long at most. */
export function outboundWaitsPage(given: Given): string {
  const sections = apps.flatMap(app => [`## ${app.name}`, table(head, rowsOf(app, given.root))]);
  return page(
    'Outbound waits',
    'Every wait has a limit on the side of the one who waits; a frozen server obeys none of its own. A call also never' +
      ' takes longer than the request it belongs to has left (`Request-Deadline-Ms`), whatever stands here.',
    ...sections,
    ...connectionsSection(given),
  );
}

const head = ['waits for', 'of', 'at most', 'then'];

function rowsOf(app: App, root: string): Row[] {
  const calls = Object.values(app.policies ?? {});
  const usesRedis = sourcesOf(app, root, /\bopenRedis\(/);
  const sends = sourcesOf(app, root, /\b(consumeOnce|Outlet)\(/);
  return [
    ...calls.flatMap(ofCall),
    ...(sourcesOf(app, root, /\bfollowState\(/) ? ofFollowing() : []),
    ...(calls.some(isRemote)
      ? [row('a connection, its name’s look-up included', 'HTTP', connectMs, 'the address is passed over for 1 s')]
      : []),
    ...(hasDatabase(app) ? ofDatabase(app.statementMs) : []),
    ...(usesRedis ? ofRedis() : []),
    ...(sends ? ofQueues() : []),
    ...(sourcesOf(app, root, /\bnew IdempotencyLock\(/) ? ofLock() : []),
    row('the delivery of traces', 'OTLP', deliveryMs, 'they are dropped'),
  ];
}

const row = (wait: string, of: string, ms: number, then: string): Row => [wait, of, time(ms), then];

/** Hashing calls no service: its policy has no timeout, because a hash cannot be stopped. */
const isRemote = ({ timeout }: Policy) => timeout !== undefined;

function ofCall(policy: Policy): Row[] {
  const { bulkhead, retry, timeout } = policy;
  const of = `${code(policy.name)} → ${policy.service}`;
  const queueMs = bulkhead === undefined || bulkhead.waiting === 0 ? 0 : bulkhead.maxWaitMs;
  const permit = queueMs === 0 ? [] : [row('a permit', of, queueMs, 'refused')];
  if (timeout === undefined) return permit;
  const limitMs = 'afterMs' in timeout ? timeout.afterMs : timeout.maxMs;
  const attempts = retry?.attempts ?? 1;
  const wholeMs = queueMs + attempts * limitMs + backoffMs(retry);
  return [
    ...permit,
    row('an attempt, connection and whole answer', of, limitMs, attempts > 1 ? 'repeated, where it may be' : 'failed'),
    row(
      `the call, ${attempts === 1 ? '1 attempt' : `up to ${attempts} attempts and the waits between them`}`,
      of,
      wholeMs,
      'failed',
    ),
  ];
}

/** Returns the longest sum of its backoff delays; jitter only makes them shorter, and a Retry-After longer. */
function backoffMs(retry: Policy['retry']): number {
  if (retry === undefined) return 0;
  const { attempts, firstDelayMs, factor, maxDelayMs } = retry;
  const delays = Array.from({ length: attempts - 1 }, (_, i) => Math.min(maxDelayMs, firstDelayMs * factor ** i));
  return delays.reduce((sum, delayMs) => sum + delayMs, 0);
}

function ofDatabase(statementMs: number = databaseLimits.statementMs): Row[] {
  const { acquireMs, idleInTransactionMs } = databaseLimits;
  return [
    row('a free connection, or a new one', 'Postgres', acquireMs, '503 `database-unavailable`'),
    row('a statement, its locks included', 'Postgres', statementMs, 'the connection is destroyed; 503'),
    row('our next word in a transaction', 'Postgres, of us', idleInTransactionMs, 'the server rolls it back'),
  ];
}

function ofFollowing(): Row[] {
  return [
    row(
      'the next word of a service that is followed, or a connection to it',
      'HTTP',
      silentAfterMs,
      'silent; tried again',
    ),
  ];
}

function ofRedis(): Row[] {
  return [
    row('a connection', 'Redis', redisLimits.connectMs, 'tried again; commands fail at once meanwhile'),
    row('a command', 'Redis', redisLimits.commandMs, 'done without it'),
  ];
}

function ofQueues(): Row[] {
  return [
    row('a connection', 'BullMQ’s Redis', queueLimits.connectMs, 'tried again; adding fails at once meanwhile'),
    row('adding a job', 'BullMQ', queueLimits.addMs, 'the outbox keeps it'),
    row('running jobs, when the service stops', 'BullMQ', queueLimits.stopMs, 'they come again elsewhere'),
  ];
}

function ofLock(): Row[] {
  return [
    row(
      'a connection',
      'the idempotency lock’s Redis',
      lockLimits.connectMs,
      'tried again; Postgres decides meanwhile',
    ),
    row('a command', 'the idempotency lock’s Redis', lockLimits.commandMs, 'no opinion: Postgres decides'),
  ];
}

function sourcesOf({ name }: App, root: string, uses: RegExp): boolean {
  return globSync(`apps/${name}/src/**/*.ts`, { cwd: root })
    .filter(path => !/\.(test|fixture)\.ts$/.test(path))
    .some(path => uses.test(readFileSync(join(root, path), 'utf8')));
}
