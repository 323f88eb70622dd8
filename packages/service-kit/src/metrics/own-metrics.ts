import { metric } from '@watertight/telemetry';
import { Counter, Gauge, Registry } from 'prom-client';

/** What `/metrics` shows: one registry, because a process is one service. */
export const registry = new Registry();

type Named = keyof typeof metric;

/** Makes a counter of the service itself, with one label; the returned function counts one for its value. */
export function counterOf<Label extends string>(name: Named, help: string, label: Label): (value: string) => void {
  const counter = new Counter({ name: metric[name], help, labelNames: [label], registers: [registry] });
  return value => counter.inc({ [label]: value } as Record<Label, string>);
}

/** Shows a number that `read` returns at once; read at every scrape. */
export function gaugeOf(name: Named, help: string, read: () => number): void {
  registry.registerMetric(
    new Gauge({
      name: metric[name],
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    }),
  );
}
