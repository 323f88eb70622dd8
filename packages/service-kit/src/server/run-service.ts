import 'reflect-metadata';
import { type INestApplication, Module, StandardSchemaValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TerminusModule } from '@nestjs/terminus';
import type { Contract } from '@watertight/contracts';
import { SECOND } from '@watertight/resilience';
import { createLogger, type Logger } from '@watertight/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { armCrashPoint } from '../ops/crash-points.ts';
import { clientErrors, takeExpectations } from './client-errors.ts';
import { openDatabases } from '../database/database.ts';
import { StartError } from '../database/database-errors.ts';
import { forgetOldRows, type Retention } from '../database/forget-old-rows.ts';
import { Health } from './health.ts';
import { hideInnerAddresses, listenInside } from './inner-addresses.ts';
import { configureCalls } from '../client/http-client.ts';
import { type Proof, proveIdentity } from '../identity/prove-identity.ts';
import { provenCaller } from '../identity/two-protocols.ts';
import { hostToListenOn } from './listen-host.ts';
import { lifecycle } from './lifecycle.ts';
import { serveMetrics } from '../metrics/metrics.ts';
import { openApi } from './openapi.ts';
import { guardOps, Ops } from '../ops/ops.ts';
import { ProblemFilter, type ProblemPage } from '../problems/problem-filter.ts';
import { checkOpsCaller } from '../request/permitted-callers.ts';
import { KnownHosts } from '../request/known-hosts.ts';
import { installRequestHooks, isForAll } from '../request/request-hooks.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { reviewRedis } from '../redis/review-redis.ts';
import { installServiceFaults, SwitchFaults } from '../ops/serve-faults.ts';
import { ServedService, SwitchPatterns } from '../ops/switch-patterns.ts';
import { invalidRequest } from '../request/serves.ts';
import { writeSecurityEventsTo } from '../security/security-events.ts';
import type { ServiceConfig } from '../config/service-config.ts';
import { type Closeable, stopGracefully } from './stop.ts';
import { TrustedProxies } from '../limits/client-address.ts';
import { boundConnections } from '../limits/connections-per-address.ts';
import { refusePipelining } from '../limits/pipelining.ts';
import { declareLimits } from '../limits/limits-switch.ts';
import { reportUnnamedProxy } from '../limits/report-unnamed-proxy.ts';
import { warmUp } from './warm-up.ts';
import { withoutPatterns } from '../ops/without-patterns.ts';

/** How large a request may be, and how long it may take to arrive. */
export const requestLimits = {
  maxBodyBytes: 100 * 1024,
  /** 2,700 emoji in an address, 12 bytes each as it encodes them; more is refused with 431. Each open request may hold so much. */
  maxHeadBytes: 32 * 1024,
  /** The limit for a head, or head and body, that arrives slowly. */
  arrivesWithinMs: 10 * SECOND,
  /** Of one address, at a service for browsers. A browser opens six. */
  maxConnectionsPerAddress: 256,
};
const EX_CONFIG = 78;

export interface ServiceOptions {
  /** The endpoints it answers; also its `/openapi.json`. */
  contract?: Contract;
  /** True for a service that browsers call: their `Request-*` and `traceparent` headers are ignored, and it listens last. */
  public?: boolean;
  /** Default 50. A slower one notices a stall later, and is for services without requests under a deadline: most of an idle process's cost is waking up. */
  heartbeatMs?: number;
  /** Its own addresses, requested in turn for `WARM_UP_MS` before it is ready: the code that most requests run through. */
  warmUp?: readonly string[];
  /** The rows its database deletes when they are old, every `FORGET_EVERY_MS`. All others are kept. */
  retention?: readonly Retention[];
  /** The service's own page for problems, where people read them. */
  problemPage?: ProblemPage;
  /** Adds fastify plugins, hooks or routes before the service listens. */
  extend?: (fastify: FastifyInstance, app: INestApplication, logger: Logger) => Promise<void> | void;
  /** Runs once the database is ready, before the service reports ready: queues, timers. Returns a function that ends them. */
  start?: (app: INestApplication, logger: Logger) => Promise<Closeable> | Closeable;
}

/**
 * Runs a service until SIGTERM: listens at once, waits for its database, then reports that it is ready.
 *
 * A service for browsers listens only when it is ready: a browser that comes early finds the port closed, never an error page.
 *
 * A start that cannot succeed ends the process with one sentence: 78 for a wrong setting, 1 for a taken port.
 */
export async function runService(module: Type, config: ServiceConfig, options: ServiceOptions = {}): Promise<void> {
  const logger = createLogger(config.name, config.logLevel);
  writeSecurityEventsTo(logger);
  armCrashPoint(config);
  if (config.patterns === 'off') withoutPatterns();
  configureCalls({ caller: config.name, openMs: config.openMs });
  const proof = await proveIdentity(config, options.contract ?? {}, logger).catch((error: unknown) =>
    endWithOneSentence(error, config, logger),
  );
  const { app, completeRoutes } = await createApp(module, config, options, proof, logger);
  const closeLast: Closeable[] = [proof.close];
  stopGracefully({ app, drainMs: config.drainMs, logger, closeLast });
  const listen = async () => {
    const host = await hostToListenOn(config.host);
    await app.listen(config.port, host);
    const fastify = app.getHttpAdapter().getInstance();
    if (config.innerPort !== null) closeLast.push(await listenInside(fastify, config.innerPort, host));
  };
  try {
    await app.init();
    completeRoutes();
    if (options.public !== true) await listen();
    for (const database of openDatabases()) {
      await database.prepare(reason => logger.info({ reason }, 'waiting for the database'));
      if (options.retention !== undefined)
        closeLast.push(forgetOldRows(database, options.retention, config.forgetEveryMs, logger));
    }
    if (typeof config.redisUrl === 'string') closeLast.push(reviewRedis(config.redisUrl, logger));
    if (options.start !== undefined) closeLast.push(await options.start(app, logger));
  } catch (error) {
    endWithOneSentence(error, config, logger);
  }
  await warmUp(app.getHttpAdapter().getInstance(), options.warmUp ?? [], config.warmUpMs, logger);
  if (lifecycle.phase === 'draining') return;
  lifecycle.watch(options.heartbeatMs);
  lifecycle.phase = 'running';
  if (options.public) await listen().catch((error: unknown) => endWithOneSentence(error, config, logger));
  logger.info({ port: config.port }, 'ready');
}

async function createApp(
  module: Type,
  config: ServiceConfig,
  options: ServiceOptions,
  proof: Proof,
  logger: Logger,
): Promise<{ app: NestFastifyApplication; completeRoutes: () => void }> {
  const filter = new ProblemFilter(logger, options.problemPage);
  const adapter = httpAdapter(filter, options.problemPage);
  const fastify = adapter.getInstance<FastifyInstance>();
  const completeRoutes = refuseOtherMethods(fastify);
  guardDoors(fastify, config, options, proof, logger);
  takeExpectations(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(serviceModule(module, config), adapter, {
    logger: nestLogger(logger),
    bufferLogs: false,
    bodyParser: options.public ?? false, // forms are for browsers
  });
  if (options.public !== true) fastify.removeContentTypeParser('text/plain');
  app.useGlobalFilters(filter);
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidRequest }));
  // First: a plugin that is waited for fixes the error handler of every route before it, and Nest's is set only later.
  await options.extend?.(fastify, app, logger);
  serveMetrics(fastify, config.name);
  const description = openApi(config.name, options.contract ?? {});
  fastify.get('/openapi.json', () => description);
  if (config.faults) await installServiceFaults(fastify);
  return { app, completeRoutes };
}

/** Decides who may ask what, before a request reaches a route. */
function guardDoors(
  fastify: FastifyInstance,
  config: ServiceConfig,
  options: ServiceOptions,
  proof: Proof,
  logger: Logger,
): void {
  const proxies = new TrustedProxies(config.trustedProxies ?? []);
  const hosts = new KnownHosts(config.name, config.allowedHosts, config.publicUrl);
  const checkCaller = (request: FastifyRequest) => {
    hosts.check(request);
    if (options.public !== true && !isForAll(request)) proof.permitted()?.check(request);
  };
  installRequestHooks(fastify, {
    public: options.public ?? false,
    maxInFlight: config.maxInFlight,
    checkCaller,
    believes: request => proof.permitted() === undefined || provenCaller(request.raw.socket) !== undefined,
    proxies,
  });
  const endSilent = proof.answerOn(fastify.server);
  fastify.addHook('preClose', async () => endSilent());
  guardOps(fastify, config.opsToken, request => proof.permitted() && checkOpsCaller(request));
  if (options.public === true) takeBrowsers(fastify, config, proxies, logger);
}

/** What only a service for browsers needs. After `answerOn`, which takes the connections that wait for their first byte, too. */
function takeBrowsers(fastify: FastifyInstance, config: ServiceConfig, proxies: TrustedProxies, logger: Logger): void {
  hideInnerAddresses(fastify, config);
  declareLimits(config.limits === 'on' && config.patterns === 'on');
  refusePipelining(fastify.server);
  boundConnections(fastify.server, { most: requestLimits.maxConnectionsPerAddress, proxies });
  reportUnnamedProxy(fastify, proxies, logger);
}

/** Returns the HTTP server: what is refused before a request reaches a route is answered with a problem, too. */
function httpAdapter(filter: ProblemFilter, page: ProblemPage | undefined): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: requestLimits.maxBodyBytes,
    http: {
      maxHeaderSize: requestLimits.maxHeadBytes,
      requireHostHeader: false, // our own hook refuses it, with a problem
      // Node's default is 60 s, and it grants a body no less than a head.
      headersTimeout: requestLimits.arrivesWithinMs,
      connectionsCheckingInterval: 1 * SECOND, // Node's default is 30 s
    },
    requestTimeout: requestLimits.arrivesWithinMs,
    keepAliveTimeout: 72 * SECOND, // longer than any caller keeps a connection, so that the caller closes it
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    return503OnClosing: false, // what was accepted is answered
    clientErrorHandler: clientErrors(page),
    // A request whose address cannot be parsed never reaches our error handler.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void filter.answer(error, request, reply),
    forceCloseConnections: 'idle',
  });
}

/** Returns the service's own module together with the routes that every service has. */
function serviceModule(module: Type, { name, faults }: ServiceConfig): Type {
  class Service {}
  Module({
    imports: [module, TerminusModule.forRoot({ logger: false })],
    controllers: [Health, Ops, SwitchPatterns, ...(faults ? [SwitchFaults] : [])],
    providers: [{ provide: ServedService, useValue: new ServedService(name) }],
  })(Service);
  return Service;
}

function endWithOneSentence(error: unknown, config: ServiceConfig, logger: Logger): never {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const sentence = taken
    ? `Port ${config.port} is taken; stop the process that uses it or set PORT.`
    : error instanceof StartError
      ? error.message
      : undefined;
  if (sentence === undefined) logger.fatal({ err: error }, 'the service could not start');
  else process.stderr.write(`${sentence}\n`);
  process.exit(error instanceof StartError ? EX_CONFIG : 1);
}

function nestLogger(logger: Logger) {
  const say =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) =>
      logger[level]({ from: rest.at(-1) }, String(message));
  return {
    log: say('debug'),
    debug: say('debug'),
    verbose: say('debug'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('fatal'),
  };
}
