/**
 * Leaves the decision what a signal means to the child: we end when it has ended.
 * A terminal sends Ctrl-C to both of us, so the child hears it twice; it takes that as once.
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
}
