// Static imports only: a dynamic import of a CommonJS package has no named exports in a split bundle.
import { createRequire } from 'node:module';
import { context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { flushWith } from './flush.ts';
import { IncomingTraces } from './incoming.ts';
import { resendAttributes } from './resend.ts';
import { isLeftOut } from './trace-context.ts';

/** Questions of supervisors and probes are no traffic of the shop. */
const unseen = /^\/(health|ops|metrics|openapi\.json|v1\/traces|api\/)/;

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: request => unseen.test(request.url ?? ''),
      // The calls between services are undici's; node:http is only used by exporters.
      disableOutgoingRequestInstrumentation: true,
    }),
    new UndiciInstrumentation({
      // A span that nobody keeps would cost as much as one that is: the http client passes the ids on itself.
      ignoreRequestHook: request => unseen.test(request.path) || isLeftOut(),
      startSpanHook: () => resendAttributes(context.active()),
    }),
    new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
    new IORedisInstrumentation({ requireParentSpan: true }),
  ],
  traceExporter: new OTLPTraceExporter(),
  textMapPropagator: new IncomingTraces(),
  metricReaders: [],
  logRecordProcessors: [],
});
sdk.start();

// The patches change these modules in place, so ESM importers see them without a loader hook (2.3 CPU seconds, 45 MB).
const require = createRequire(import.meta.url);
for (const patched of ['http', 'pg', 'ioredis']) require(patched);

// Telemetry never fails a shutdown: a dead collector's refusal ends here.
flushWith(() =>
  sdk
    .shutdown()
    .catch((error: unknown) => void process.stderr.write(`telemetry was not delivered: ${String(error)}\n`)),
);
