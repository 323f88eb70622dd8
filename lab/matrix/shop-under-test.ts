import { apps, type ServiceName } from '@watertight/topology';

/** The services with a database of their own: each is broken in rows of its own. */
export type Owner = Exclude<ServiceName, 'storefront'>;
export const owners = apps.filter(({ database }) => database !== null).map(({ name }) => name) as Owner[];
export const sharedDatabases = ['postgres', 'redis'] as const;
export type SharedDatabase = (typeof sharedDatabases)[number];

/** How long a breaker stays open here; 30 s in the shop, which would make this take an hour. */
export const OPEN_MS = 2000;
/** The longest open period: each is drawn from `OPEN_MS` ± 20 %. */
export const LONGEST_OPEN_MS = 1.2 * OPEN_MS;

/** Those that call others, and have breakers. */
export const callers = ['storefront', 'checkout', 'payment'] as const;

/** A whole shop in which things may be broken: processes of its own, or containers. */
export interface ShopUnderTest {
  readonly url: string;
  /** From the end of a fault until it must be itself again, in ms. */
  readonly healedWithinMs: number;
  /** Until what was under way is done or given up, in ms. */
  readonly settledWithinMs: number;
  /** Rows of a service's own database, whatever stands between the service and it. */
  query<Row extends object>(owner: Owner, sql: string, values?: unknown[]): Promise<Row[]>;
  /** Makes all pipelines new: what the breakers learned of one fault must not answer for the next. */
  resetPatterns(): Promise<void>;
  /** Everything runs again, whatever was done to it. */
  heal(): Promise<void>;
}
