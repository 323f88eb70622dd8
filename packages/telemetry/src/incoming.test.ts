import { defaultTextMapGetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { distrustIncomingTraces, IncomingTraces } from './incoming.ts';

it('a traceparent that comes in is followed, until strangers are let in', () => {
  const carrier = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
  const followed = () =>
    trace.getSpanContext(new IncomingTraces().extract(ROOT_CONTEXT, carrier, defaultTextMapGetter))?.traceId;
  expect(followed()).toBe('0af7651916cd43dd8448eb211c80319c');
  distrustIncomingTraces();
  expect(followed()).toBeUndefined();
});
