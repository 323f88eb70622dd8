let armed: { step: string; passesLeft: number } | undefined;

/** `CRASH_AT=row-committed:2` with FAULTS=on: the process ends when it passes that step for the second time. */
export function armCrashPoint({ faults, crashAt }: { faults: boolean; crashAt: string | null }): void {
  const [, step, nth = '1'] = /^([a-z-]+)(?::(\d+))?$/.exec(crashAt ?? '') ?? [];
  armed = faults && step !== undefined ? { step, passesLeft: Number(nth) } : undefined;
}

/** Marks a step after which tests may end this process, as by `kill -9`. Does nothing unless it is armed. */
export function crashPoint(step: string): void {
  if (armed?.step !== step) return;
  armed.passesLeft -= 1;
  if (armed.passesLeft === 0) process.kill(process.pid, 'SIGKILL');
}
