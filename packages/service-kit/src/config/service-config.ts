import { MINUTE } from '@watertight/resilience';
import {
  count,
  faults,
  identity,
  ms,
  oneOf,
  optionalMs,
  optionalPort,
  optionalText,
  port,
  secret,
  text,
} from './env.ts';

/** The settings every service has; `name` is how logs, traces and callers know it. */
export const serviceSettings = (name: string, defaultPort: number) => ({
  name: { variable: 'SERVICE_NAME', read: () => name },
  port: port('PORT', defaultPort),
  /** A second port. In a service for browsers it is the one without a token for `/metrics`, `/openapi.json` and `/health/details`. */
  innerPort: optionalPort('INNER_PORT'),
  /** Loopback unless a container sets another: `::` is every address, of IPv6 and of IPv4. */
  host: text('HOST', '127.0.0.1'),
  /** A folder with `tls.key`, `tls.crt` and `ca.crt`: what this service proves itself with, and whom it believes. `off`: every caller is believed. */
  identity: identity('IDENTITY'),
  /** Further names it answers under, separated by commas. */
  allowedHosts: optionalText('ALLOWED_HOSTS'),
  /** Opens `/ops`; the supervisor makes one per installation. */
  opsToken: secret('OPS_TOKEN'),
  logLevel: oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'info'),
  /** Maximum number of requests answered at once; more are refused, optional ones above half of it. Half as many bodies may be arriving. */
  maxInFlight: count('MAX_IN_FLIGHT', 512),
  /** How long breakers stay open, instead of each policy's own time. At least 1000. */
  openMs: optionalMs('OPEN_MS', 1000),
  /** How long a service requests its own pages before it reports ready; 0: not at all. For replicas that start under load. */
  warmUpMs: ms('WARM_UP_MS', 0),
  /** How long requests under way may take after SIGTERM. */
  drainMs: ms('DRAIN_MS', 10_000),
  /** How often rows are deleted that are older than their table keeps them. */
  forgetEveryMs: ms('FORGET_EVERY_MS', 1 * MINUTE),
  /** `demo` fills empty tables with the demo data. */
  seed: oneOf('SEED', ['none', 'demo'], 'none'),
  /** `off`: every pattern of every policy is switched off, to show what they do; each can be switched on again. */
  patterns: oneOf('PATTERNS', ['on', 'off'], 'on'),
  /** `on`: faults may be switched on. */
  faults: faults('FAULTS'),
  /** `row-committed`, `row-committed:2`: the step after which the process ends as by kill -9; only with `FAULTS=on`. */
  crashAt: optionalText('CRASH_AT'),
  /** `{traceId}` stands for the id. Absent: ids are shown without a link. */
  traceUrl: optionalText('TRACE_URL'),
});

export interface ServiceConfig {
  readonly name: string;
  readonly port: number;
  readonly innerPort: number | null;
  readonly host: string;
  readonly identity: string | null;
  readonly allowedHosts: string | null;
  readonly opsToken: string;
  readonly logLevel: string;
  readonly maxInFlight: number;
  readonly openMs: number | null;
  readonly warmUpMs: number;
  readonly drainMs: number;
  readonly forgetEveryMs: number;
  readonly seed: 'none' | 'demo';
  readonly patterns: 'on' | 'off';
  readonly faults: boolean;
  readonly crashAt: string | null;
  readonly traceUrl: string | null;
  /** Where the service has one. */
  readonly redisUrl?: string | null;
  /** Of a service for browsers. */
  readonly publicUrl?: string | null;
  readonly trustedProxies?: readonly string[] | null;
  readonly limits?: 'on' | 'off';
}
