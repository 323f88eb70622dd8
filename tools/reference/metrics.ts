import { registry } from '@watertight/service-kit';
import { metric } from '@watertight/telemetry';
import '../../apps/checkout/src/orders/charge-alarms.ts';
import '../../apps/checkout/src/outbox/backlog.ts';
import '../../apps/payment/src/charge/key-result.ts';
import '../../apps/payment/src/unmatched-charges.ts';
import '../../apps/storefront/src/layout/section.ts';
import { code, page, table } from './table.ts';

/** Which of them only one service has; its file is imported above, and registers it. */
const shownBy: Partial<Record<keyof typeof metric, string>> = {
  outboxOldestAge: 'checkout',
  outboxPutAside: 'checkout',
  idempotency: 'payment',
  unmatchedCharges: 'payment',
  unmatchedOrders: 'checkout',
  chargeConflicts: 'checkout',
  degraded: 'storefront',
};

/** metrics.md: every series of `/metrics`. */
export function metricsPage(): string {
  const rows = Object.entries(metric).map(([key, name]) =>
    rowOf(name, shownBy[key as keyof typeof metric] ?? 'every service'),
  );
  return page(
    'Metrics',
    'What `/metrics` shows of each process, in the format of Prometheus, with or without a collector of traces. Every series' +
      ' also has the label `service`. Times are in seconds; no label holds an id.',
    table(['name', 'labels', 'shown by', 'what it is'], rows),
  );
}

/** @throws Error for a name of the dictionary that no service shows */
function rowOf(name: string, shownBy: string): string[] {
  const shown = registry.getSingleMetric(name) as unknown as { help: string; labelNames?: string[] } | undefined;
  if (shown === undefined) throw new Error(`${name} is in telemetry/names.ts, but no service shows it`);
  return [code(name), (shown.labelNames ?? []).map(code).join(', '), shownBy, shown.help];
}
