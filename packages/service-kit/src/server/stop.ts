import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { closeAllPipelines, SECOND } from '@watertight/resilience';
import { flushTelemetry, type Logger } from '@watertight/telemetry';
import { closeConnections } from '../client/connection-pool.ts';
import { openDatabases } from '../database/database.ts';
import { lifecycle } from './lifecycle.ts';
import { shieldedWorkDone } from '../request/request-context.ts';
import { within } from '../work/within.ts';

/**
 * Keep-alive callers are asked to close their connection with their next answer. Closing before that would cut requests that
 * are on the wire, so a service waits until no request has arrived for a moment. The wait is limited, because without a load
 * balancer the callers do not leave.
 */
const QUIET_MS = 300;
const LONGEST_LINGER_MS = 3 * SECOND;

/** Something to close after the last request: queues, Redis connections, timers. */
export type Closeable = () => unknown;

interface Stopping {
  app: INestApplication;
  drainMs: number;
  logger: Logger;
  closeLast: readonly Closeable[];
}

/** Stops the process on SIGTERM or SIGINT: no accepted request is cut, no claimed work is left, nothing is waited for without a limit. */
export function stopGracefully({ app, drainMs, logger, closeLast }: Stopping): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    lifecycle.phase = 'draining';
    logger.info({ signal }, 'stopping: finishing what is under way');
    const limit = setTimeout(
      () => {
        logger.warn({ drainMs }, 'not everything finished in time; ending');
        process.exit(1);
      },
      drainMs + LONGEST_LINGER_MS + 2 * SECOND,
    );
    limit.unref();
    await drain(app, drainMs);
    lifecycle.stopWatching();
    await Promise.allSettled([
      ...closeLast.map(close => close()),
      ...openDatabases().map(database => database.close()),
      closeConnections(),
      flushTelemetry(),
    ]);
    closeAllPipelines();
    process.exit(0);
  };
  process.on('SIGTERM', signal => void stop(signal));
  process.on('SIGINT', signal => void stop(signal));
}

async function drain(app: INestApplication, drainMs: number): Promise<void> {
  await quiet();
  await within(
    drainMs,
    app.close().then(() => shieldedWorkDone()),
  );
}

async function quiet(): Promise<void> {
  const startMs = performance.now();
  do await sleep(QUIET_MS);
  while (performance.now() - lifecycle.askedAtMs < QUIET_MS && performance.now() - startMs < LONGEST_LINGER_MS);
}
