import { printCost, type Side } from './beside.ts';

const PRODUCT = '/products/kayak-deck-compass';
const asItIs: Side = { what: 'as it is', path: PRODUCT, environment: own => own };

/** What the patterns cost a product page of a healthy shop. */
export function benchCpu(): Promise<void> {
  const on = { ...asItIs, what: 'with all patterns' };
  const off = { ...asItIs, what: 'without', environment: own => ({ ...own, PATTERNS: 'off' }) } satisfies Side;
  return printCost(on, off, 1.05);
}

/** What it costs a page to tell how it came about. */
export function benchXray(): Promise<void> {
  return printCost(
    { ...asItIs, what: 'with its X-ray', path: `${PRODUCT}?xray` },
    { ...asItIs, what: 'without' },
    1.05,
  );
}

/** What it costs a page that a collector is told how it came about: all traces, then a tenth of them. */
export async function benchTelemetry(): Promise<void> {
  const silent: Side = {
    ...asItIs,
    what: 'without telemetry',
    environment: own => ({ ...own, OTEL_EXPORTER_OTLP_ENDPOINT: '' }),
  };
  const aTenth = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' };
  await printCost({ ...asItIs, what: 'with all traces kept' }, silent, 1.1);
  await printCost({ ...asItIs, what: 'with a tenth kept', environment: own => ({ ...own, ...aTenth }) }, silent, 1.03);
}
