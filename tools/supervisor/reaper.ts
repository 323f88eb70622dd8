import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** What the reaper is told, one JSON line each. */
export type ToReaper = { add: number; kind: 'app' | 'database' } | { remove: number } | { dismissed: true };

/**
 * Ends what we started when we die, also by `kill -9`.
 *
 * It is a process of its own with a pipe to us: the end of the pipe is our end.
 */
export class Reaper {
  private readonly watched = new Map<number, 'app' | 'database'>();
  private process: ChildProcess;
  private dismissed = false;

  constructor() {
    this.process = this.summon();
  }

  watch(pid: number, kind: 'app' | 'database'): void {
    this.watched.set(pid, kind);
    this.tell({ add: pid, kind });
  }

  forget(pid: number): void {
    this.watched.delete(pid);
    this.tell({ remove: pid });
  }

  /** Everything has ended in order. */
  dismiss(): void {
    this.dismissed = true;
    this.tell({ dismissed: true });
    this.process.stdin?.end();
  }

  private summon(): ChildProcess {
    const script = join(import.meta.dirname, 'reap.ts');
    const reaper = spawn(process.execPath, ['--no-warnings', script], {
      cwd: '/',
      detached: true, // neither Ctrl-C nor a closed terminal may end the one who cleans up
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    reaper.stdin.on('error', () => {}); // it was killed; its successor is told everything again
    reaper.once('exit', () => {
      if (this.dismissed) return;
      this.process = this.summon();
      for (const [pid, kind] of this.watched) this.tell({ add: pid, kind });
    });
    reaper.unref();
    (reaper.stdin as unknown as { unref(): void }).unref();
    return reaper;
  }

  private tell(message: ToReaper): void {
    this.process.stdin?.write(`${JSON.stringify(message)}\n`);
  }
}
