import { join } from 'node:path';
import { addressVariable, type App, queueKeysOf, schemeOf } from '@watertight/topology';
import { compileCache } from '../config.ts';
import type { Instance } from './process-table.ts';
import { collectorOf, meantForServices } from './users-environment.ts';

export type Env = Record<string, string | undefined>;

export type Wiring = {
  /** Of the whole shop, replicas included. */
  instances: readonly Instance[];
  /** The path of the socket that it listens on. */
  supervisorSocket: string;
  opsToken: string;
  /** Holds a folder for each app, with what it proves itself with. */
  identityHome: string;
  /** Signs links to the control room. */
  roomKey: string;
  /** With it a process may send spans to the control room. */
  tracesToken: string;
  databaseUrls: Readonly<Record<string, string>>;
  /** Empty: there is no Redis, and the shop runs degraded. */
  redisUrls: Readonly<Record<string, string>>;
  /** By the service that works off the queues; made at each start. */
  queueKeys: Readonly<Record<string, string>>;
};

/**
 * The environment of one process: what of the user's own is meant for it, and the shop's wiring, as far as it is the
 * business of this process, so that a leak in one opens nothing of another.
 */
export function environmentOf({ name, app, port, isTwin = false }: Instance, wiring: Wiring, users: Env): Env {
  const production = users['NODE_ENV'] === 'production';
  return {
    NODE_ENV: 'development',
    SEED: 'demo',
    VISITORS_PER_SECOND: production ? '0' : '10',
    ...(!production && { FAULTS: 'on' }),
    NODE_COMPILE_CACHE: compileCache,
    ...meantForServices(users),
    ...(collectorOf(users) === undefined && exporterOf(wiring)),
    ...(production && { FAULTS: undefined }), // the service kit refuses it there
    TRACE_URL: users['TRACE_URL'] ?? `http://localhost:${portOf('control-room', wiring)}/traces/{traceId}`,
    OTEL_SERVICE_NAME: name,
    HOST: '127.0.0.1',
    PORT: String(port),
    OPS_TOKEN: wiring.opsToken,
    IDENTITY: join(wiring.identityHome, app.name),
    DATABASE_URL: app.database ? wiring.databaseUrls[app.name] : undefined,
    REDIS_URL: wiring.redisUrls[app.name],
    ...Object.fromEntries(
      Object.entries(queueKeysOf(app.name)).map(([variable, of]) => [variable, wiring.queueKeys[of]]),
    ),
    ...Object.fromEntries(app.calls.map(callee => [addressVariable(callee), addresses(app, callee, wiring)])),
    ...(app.name === 'storefront' && { CONTROL_ROOM_URL: `http://localhost:${portOf('control-room', wiring)}` }), // a link in the footer
    ...(app.name === 'control-room' && {
      ROOM_KEY: wiring.roomKey,
      TRACES_TOKEN: wiring.tracesToken,
      SUPERVISOR_URL: `unix:${wiring.supervisorSocket}`,
    }),
    ...(['control-room', 'visitors'].includes(app.name) && { TWIN_URL: twinUrl(app, wiring) }),
    ...(isTwin && { PATTERNS: 'off' }),
  };
}

/** Not where the user has a collector of their own, which would receive the token. */
const exporterOf = (wiring: Wiring): Env => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf('control-room', wiring)}`,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: `authorization=Bearer%20${wiring.tracesToken}`,
});

function addresses(caller: App, callee: string, { instances }: Wiring): string {
  const replicas = instances.filter(({ app, isTwin }) => app.name === callee && !isTwin);
  return replicas.map(({ port }) => `${schemeOf(caller.name, callee)}://127.0.0.1:${port}`).join(',');
}

function twinUrl(caller: App, { instances }: Wiring): string | undefined {
  const twin = instances.find(({ isTwin }) => isTwin);
  return twin && `${schemeOf(caller.name, twin.app.name)}://127.0.0.1:${twin.port}`;
}

function portOf(name: string, { instances }: Wiring): number | undefined {
  return instances.find(instance => instance.name === name)?.port;
}
