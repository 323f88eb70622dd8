import { config, SECOND } from '../config.ts';

const LOOK_EVERY_MS = 1 * SECOND;
/** npm and the terminal both send Ctrl-C: what comes this soon after the first is the same one. */
const SAME_MS = 1 * SECOND;

/** Calls `gently` on the first Ctrl-C, SIGTERM, end of the terminal or of the bootstrap; `atOnce` on a later one. */
export function onStopSignal({ gently, atOnce }: { gently: () => unknown; atOnce: () => unknown }): void {
  let firstAtMs: number | undefined;
  const stop = () => {
    const now = performance.now();
    if (firstAtMs === undefined) {
      firstAtMs = now;
      gently();
    } else if (now - firstAtMs > SAME_MS) atOnce();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // A closed terminal refuses what we say; that is no reason to fall over while stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  watchBootstrap(stop);
}

/** `kill -9` of the bootstrap reaches nobody, so its child looks whether it still has its parent. */
function watchBootstrap(stop: () => void): void {
  const bootstrap = config.bootstrapPid();
  if (bootstrap !== process.ppid) return;
  const watch = setInterval(() => {
    if (process.ppid === bootstrap) return;
    clearInterval(watch);
    stop();
  }, LOOK_EVERY_MS);
  watch.unref();
}
