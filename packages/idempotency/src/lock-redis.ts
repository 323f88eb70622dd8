import { definePolicies, type Pipeline, pipeline, RefusedError, SECOND } from '@watertight/resilience';
import { Redis, type Result } from 'ioredis';
import { scripts } from './lock-scripts.ts';
import { isNoPrimary } from './no-primary.ts';

/** How long the lock waits for Redis, in ms, before the store is asked. */
export const lockLimits = { connectMs: 1 * SECOND, commandMs: 100 } as const;

const { idempotencyLock } = definePolicies({
  // A call of a frozen Redis costs its request 100 ms: three in a row are enough, and one probe a second finds out when Redis
  // is back. The limit of a command is the connection's own, so that it holds with every pattern switched off, too.
  idempotencyLock: {
    service: 'redis',
    breaker: { failuresToOpen: 3, openMs: 1 * SECOND, probes: 1, successesToClose: 1 },
  },
});

/** The client's own instrumentation makes a span of each command; a second one per command would only cost time. */
const noSpans = { start: () => undefined };

type Scripted = Redis & {
  [Name in keyof typeof scripts as `${Name}Buffer`]: (
    key: string,
    ...values: (string | number | Buffer)[]
  ) => Result<unknown, { type: 'default' }>;
};

/** The Redis of the lock: a connection of its own, behind a circuit breaker. Behind a queue's long commands a claim would come late. */
export class LockRedis {
  readonly #redis: Scripted;
  readonly #calls: Pipeline = pipeline(idempotencyLock, { telemetry: noSpans });
  readonly #onChange: (reason: string | undefined) => void;
  #isReportedDown = false;

  /** `onChange`: called once when the breaker opens, with the reason, and once, without one, when Redis has answered again. */
  constructor(url: string, onChange: (reason: string | undefined) => void) {
    this.#redis = connect(url);
    this.#onChange = onChange;
  }

  /** Returns what `work` resolves to; undefined when it fails, or when the breaker is open. Never rejects. */
  async run(work: (redis: Scripted) => Promise<unknown>): Promise<unknown> {
    try {
      const answer = await this.#calls.run(() => work(this.#redis));
      this.#report(false);
      return answer;
    } catch (error) {
      const isOpen = this.#calls.snapshot().breaker?.state === 'open';
      if (isOpen && !(error instanceof RefusedError)) this.#report(true, error);
      return undefined;
    }
  }

  close(): void {
    this.#redis.disconnect();
    this.#calls.close();
  }

  #report(isDown: boolean, error?: unknown): void {
    if (isDown === this.#isReportedDown) return;
    this.#isReportedDown = isDown;
    this.#onChange(isDown ? String(error) : undefined);
  }
}

function connect(url: string): Scripted {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: lockLimits.commandMs,
    connectTimeout: lockLimits.connectMs,
    retryStrategy: attempt => Math.min(SECOND, 50 * attempt),
    reconnectOnError: isNoPrimary,
    keepAlive: 10 * SECOND,
    disableClientInfo: true, // CLIENT SETINFO is of Redis 7.2
    scripts,
  });
  redis.on('error', () => undefined); // each command reports it, and the breaker counts it
  return redis as Scripted;
}
