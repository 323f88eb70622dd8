export interface Deferred {
  readonly action: () => Promise<string>;
  /** How often it was started. */
  readonly started: number;
  readonly succeed: (run: number, value?: string) => void;
  readonly fail: (run: number, error?: unknown) => void;
}

/** For tests: an action whose runs end when they are told to. */
export function deferred(): Deferred {
  const runs: PromiseWithResolvers<string>[] = [];
  return {
    action: () => {
      const run = Promise.withResolvers<string>();
      runs.push(run);
      return run.promise;
    },
    get started() {
      return runs.length;
    },
    succeed: (run, value = 'answer') => runs[run]?.resolve(value),
    fail: (run, error = new Error('down')) => runs[run]?.reject(error),
  };
}
