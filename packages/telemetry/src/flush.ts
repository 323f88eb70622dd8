let flush = (): Promise<void> => Promise.resolve();

/** Set by the SDK when it starts: it is loaded first and only when enabled, so no module can import it. */
export function flushWith(deliver: () => Promise<void>): void {
  flush = deliver;
}

/** Sends the spans still held, when an SDK was started; at most 1.5 s against a dead collector. Never rejects. */
export function flushTelemetry(): Promise<void> {
  return flush();
}
