const LOOK_EVERY_MS = 1000;

/**
 * Leaves the decision what a signal means to the child: we end when it has ended.
 * A terminal sends Ctrl-C to both of us, so the child hears it twice; it takes that as once.
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  if (process.env['npm_lifecycle_event'] !== undefined) stopWithNpm(child);
}

/**
 * npm runs a script in a shell and sends its signals there; the shell ends and sends nothing on. So a SIGTERM to npm alone,
 * as a process manager sends it, is noticed by our parent being another one.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithNpm(child) {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, LOOK_EVERY_MS);
  watch.unref();
}
