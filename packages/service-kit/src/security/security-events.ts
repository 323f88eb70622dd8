import { SECOND } from '@watertight/resilience';
import type { Logger } from '@watertight/telemetry';
import { counterOf } from '../metrics/own-metrics.ts';

/** What was refused: a certificate, a token, a password or session, a caller, a host name, a form of another site, a request too many. */
export type Refused = 'certificate' | 'token' | 'credential' | 'caller' | 'host' | 'form' | 'limit';

/** Who asked, as far as it is known. No ids of customers and no secrets: log lines are read by many. */
interface Asked {
  /** The problem it was answered with. */
  readonly code: string;
  /** The calling service, or `browser`. */
  readonly caller?: string | undefined;
  /** The address of the client; of a visitor behind a named proxy, the visitor's. */
  readonly from?: string | undefined;
  readonly method?: string;
  readonly route?: string | undefined;
}

/** The problems that refuse for a reason of security. */
const refusedBy: Readonly<Record<string, Refused>> = {
  'identity-required': 'caller',
  'caller-not-permitted': 'caller',
  'unknown-host': 'host',
  'foreign-form': 'form',
  'sign-in-failed': 'credential',
  'login-required': 'credential',
  'link-not-valid': 'credential',
  'ops-token-refused': 'token',
  'token-refused': 'token',
};

/** An attacker must not fill the disk: beyond so many lines of one kind a second, events are counted only. */
const LINES_PER_SECOND = 10;

const count = counterOf('securityEvents', 'Requests refused for a reason of security.', 'refused');
let logger: Logger | undefined;
const lines = new Map<Refused, { second: number; written: number; left: number }>();

/** Sets where the lines go; called once at start. */
export function writeSecurityEventsTo(to: Logger): void {
  logger = to;
}

/** Counts a refusal and writes it down, if the problem's code is one of security. */
export function noteRefusal(asked: Asked): void {
  const refused = refusedBy[asked.code];
  if (refused !== undefined) securityEvent(refused, asked);
}

/** Counts one event, and writes a structured line of it: `event: "refused"`. */
export function securityEvent(refused: Refused, asked: Asked): void {
  count(refused);
  const second = Math.floor(performance.now() / SECOND);
  const before = lines.get(refused);
  const now = before?.second === second ? before : { second, written: 0, left: 0 };
  if (before !== undefined && before !== now && before.left > 0)
    logger?.warn({ event: 'refused', refused, more: before.left }, 'more were refused than lines are written');
  lines.set(refused, now);
  if (now.written >= LINES_PER_SECOND) return void (now.left += 1);
  now.written += 1;
  logger?.warn({ event: 'refused', refused, ...asked }, 'refused');
}
