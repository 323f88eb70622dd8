import type { Env } from './environment.ts';

/** What a program of the system needs of its shell, whatever the program is. */
const system = /^(PATH|HOME|USER|LOGNAME|SHELL|TERM|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)$/;
/** Certificates of a company, for a collector of traces behind https. */
const certificates = /^(SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$/;
/** What docs/reference/variables.md lists and the wiring does not set; and the OTEL_* of every OpenTelemetry SDK. */
const settings =
  /^(NODE_ENV|LOG_LEVEL|MAX_IN_FLIGHT|MAX_FAILURES|SEED|PATTERNS|FAULTS|CRASH_AT|ALLOWED_HOSTS|BUTTONS|PUBLIC_URL|LIMITS|TRUSTED_PROXIES|VISITORS_PER_SECOND|[A-Z]+_(EVERY_|AFTER_DECLINE_|UP_|WAIT_)?MS|OTEL_\w+)$/;

/**
 * The part of the user's environment that is meant for the services. The rest was set for other programs: a proxy that
 * would swallow calls to 127.0.0.1, NODE_OPTIONS of another Node, PG* of another database, DEBUG of another project.
 */
export function meantForServices(users: Env): Env {
  return Object.fromEntries(
    Object.entries(users).filter(
      ([name]) => (system.test(name) || certificates.test(name) || settings.test(name)) && name !== 'OTEL_SERVICE_NAME',
    ),
  );
}

/** The user's own collector of traces, or undefined. */
export function collectorOf(users: Env): string | undefined {
  return users['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || users['OTEL_EXPORTER_OTLP_ENDPOINT'] || undefined;
}

/** What the user's shell changes about the shop without a word in `npm start`: a name and a text for each. */
export function noteworthy(users: Env): [name: string, text: string][] {
  const notes: [string, string][] = [];
  if (users['NODE_ENV'] === 'production')
    notes.push(['faults', 'are off, because NODE_ENV is "production"; "unset NODE_ENV" lets you break the shop']);
  const collector = collectorOf(users);
  if (users['OTEL_SDK_DISABLED'] === 'true') notes.push(['traces', 'are off, because OTEL_SDK_DISABLED is "true"']);
  else if (collector)
    notes.push([
      'traces',
      `go to ${collector} of OTEL_EXPORTER_OTLP_*, not to the control room; unset it to see them there`,
    ]);
  return notes;
}
