declare module 'opossum-prometheus' {
  import type { EventEmitter } from 'node:events';
  import type { Registry } from 'prom-client';

  export default class PrometheusMetrics {
    constructor(options: { circuits: readonly EventEmitter[]; registry: Registry });
  }
}
