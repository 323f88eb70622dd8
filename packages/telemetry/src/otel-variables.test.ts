import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

/** A process with one span of four attributes, one of them long. */
const program = `
  import { trace } from '@opentelemetry/api';
  import { flushTelemetry } from './src/flush.ts';
  trace.getTracer('test').startSpan('one', { attributes: { a1: 1, a2: 2, a3: 3, long: 'x'.repeat(1000) } }).end();
  await flushTelemetry();`;

/** What a collector gets of the program that is started with these variables. */
async function collected(variables: Record<string, string>) {
  const seen: { path: string; type: string; key: string; body: string }[] = [];
  const collector = createServer(async (request, response) => {
    const { 'content-type': type = '', 'x-key': key = '' } = request.headers;
    seen.push({ path: request.url ?? '', type, key: String(key), body: await text(request) });
    response.end('{}');
  });
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const args = ['--import', './src/start.ts', '--input-type=module', '--eval', program];
  try {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...variables };
    await promisify(execFile)(process.execPath, args, { cwd: new URL('..', import.meta.url), env });
  } finally {
    collector.close();
  }
  return seen;
}

describe('the variables that README names', () => {
  it('set the service, its attributes and the headers of the exporter', async () => {
    const [sent] = await collected({
      OTEL_SERVICE_NAME: 'search',
      OTEL_RESOURCE_ATTRIBUTES: 'team=red',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=abc',
    });
    expect(sent).toMatchObject({ path: '/v1/traces', type: 'application/json', key: 'abc' });
    expect(sent?.body).toContain('"stringValue":"search"');
    expect(sent?.body).toContain('"stringValue":"red"');
  });

  it('cut what an attribute holds after 256 characters, or as many as they say', async () => {
    const lengthOf = async (variables: Record<string, string>) => {
      const [sent] = await collected({ ...variables, OTEL_SERVICE_NAME: 'long' });
      return /"(x+)"/.exec(sent?.body ?? '')?.[1]?.length;
    };
    expect(await lengthOf({})).toBe(256);
    expect(await lengthOf({ OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '100' })).toBe(100);
    expect(await lengthOf({ OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'many' })).toBe(256);
  });

  it('limit what a span holds, choose the spans, and disable all of it', async () => {
    const [sent] = await collected({ OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1' });
    expect(sent?.body.match(/"a\d"/g)).toEqual(['"a1"']);
    expect(await collected({ OTEL_TRACES_SAMPLER: 'always_off' })).toEqual([]);
    expect(await collected({ OTEL_SDK_DISABLED: 'true' })).toEqual([]);
    expect(await collected({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toEqual([]);
  });

  it.each(['OTEL_TRACES_EXPORTER', 'OTEL_METRICS_EXPORTER', 'OTEL_LOGS_EXPORTER'])('do nothing: %s', async name => {
    expect(await collected({ [name]: 'console' })).toMatchObject([{ path: '/v1/traces' }]);
  });

  it('do nothing: OTEL_EXPORTER_OTLP_PROTOCOL', async () => {
    const sent = await collected({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' });
    expect(sent).toMatchObject([{ type: 'application/json' }]);
  });
});
