import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from '@watertight/testing/processes';
import { RealShop } from '../../kit/real-shop.ts';
import { SpanSink } from './span-sink.ts';

export const serviceNames = ['bank', 'payment-1', 'payment-2', 'checkout-1', 'checkout-2', 'recommendations'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const databaseNames = ['payment', 'checkout', 'recommendations', 'bank'] as const;
export type DatabaseName = (typeof databaseNames)[number];

/** Databases that meet every fault, and are reached by a wire that can stall. */
export const fragileNames = ['payment', 'checkout'] as const;
export type FragileName = (typeof fragileNames)[number];

/** How long a charge belongs to its process. Here short, as all waits are: a minute should hold many of them. */
export const LEASE_MS = 2000;
/** After which a charge whose order is not paid goes back: long enough for its customer to send the form again. */
export const ORPHAN_MS = 12_000;
const quick: Record<string, Record<string, string>> = {
  bank: { DAWDLE_MS: '300' },
  payment: { LEASE_MS: String(LEASE_MS), SWEEP_MS: '300', ABANDON_MS: '12000', RECONCILE_MS: '2000' },
  checkout: {
    LEASE_MS: '3000',
    SWEEP_MS: '300',
    COMPARE_MS: '2000',
    ORPHAN_MS: String(ORPHAN_MS),
    HOLD_MS: '8000',
    HOLD_AFTER_DECLINE_MS: '4000',
    RELAY_MS: '200',
    RESEND_MS: '3000',
    PACKING_MS: '200',
  },
};

const REVIVES_WITHIN_MS = 60_000;
const REVIVE_AGAIN_MS = 100;

/**
 * Payment and checkout with two processes each, recommendations and the bank, over one Redis and a PostgreSQL for each app.
 *
 * Everything may fail but the bank's database, which is another company's. Assumed, and not checked: the databases of bank and
 * recommendations never lose what they have committed. All is compared with the bank's books, and recommendations may forget
 * sales without harm.
 */
export class MoneyShop extends RealShop {
  /** Processes that were ready and then ended by themselves, in words. */
  readonly fallen: string[] = [];
  private readonly sink: SpanSink;

  /** @param random draws the faults of the wires */
  constructor(buildDir: string, random: () => number, sink = new SpanSink()) {
    super({
      apps: ['bank', 'payment', 'checkout', 'recommendations'],
      replicas: { payment: 2, checkout: 2 },
      databases: { own: databaseNames, rewindable: true, wires: fragileNames, connectionLimit: 100 },
      wires: { to: ['bank', 'payment'], random },
      buildDir,
      environment: name => ({
        FAULTS: 'on',
        LOG_LEVEL: 'debug', // the check reads the logs: what is written only at this level is searched as well
        OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
        OTEL_SERVICE_NAME: name,
        ...quick[name.split('-')[0] ?? name],
      }),
    });
    this.sink = sink;
  }

  override async open(): Promise<this> {
    await this.sink.open();
    return super.open();
  }

  override async close(): Promise<void> {
    await super.close();
    this.sink.close();
  }

  /** What was sent to the collector of traces. */
  get spans(): readonly string[] {
    return this.sink.spans;
  }

  /** Only a signal may end a process, whatever is unavailable: one that gave up would take its other requests with it. */
  override async start(name: string, more: Record<string, string> = {}): Promise<AppProcess> {
    const app = await super.start(name, more);
    void app.exited.then(({ code }) => {
      if (code !== null) this.fallen.push(`${name} ended with ${code}: ${app.logs().trimEnd().slice(-500)}`);
    });
    return app;
  }

  override heal(): Promise<void> {
    return super.heal(name => this.revive(name));
  }

  /**
   * Starts a service until it runs, as often as it takes: a database or another service may be unavailable as well.
   *
   * @param crashAt the step after which it is to die, as CRASH_AT has it
   * @throws Error it did not come up within a minute; with what it wrote
   */
  async revive(name: string, crashAt?: string): Promise<void> {
    const endsAtMs = performance.now() + REVIVES_WITHIN_MS;
    while (!this.isRunning(name)) {
      try {
        await this.start(name, crashAt === undefined ? {} : { CRASH_AT: crashAt });
      } catch (error) {
        if (crashAt !== undefined) return; // it has passed that step before it was ready, or cannot start now
        if (performance.now() > endsAtMs) throw error;
        await sleep(REVIVE_AGAIN_MS); // what ends at once would be started without a pause
      }
    }
  }
}
