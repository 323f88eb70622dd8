import {
  closeSync,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 20 * 1024 * 1024;
const LOOK_EVERY_MS = 30_000;
const TAIL_BYTES = 16 * 1024;

/** The logs of the processes: one file each, the one of the previous start beside it as `.1`. */
export class LogFiles {
  private readonly dir: string;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.dir = dir;
    for (const name of this.names()) renameSync(name, `${name}.1`);
  }

  pathOf(name: string): string {
    return join(this.dir, `${name}.log`);
  }

  /** A descriptor to hand to the process; it appends, so that the file can be emptied under it. The caller closes it. */
  open(name: string): number {
    return openSync(this.pathOf(name), 'a', 0o600);
  }

  lastLines(name: string, count: number): string[] {
    const file = openSync(this.pathOf(name), 'r');
    try {
      const { size } = fstatSync(file);
      const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(file, tail, 0, tail.length, size - tail.length);
      return tail.toString().trimEnd().split('\n').slice(-count);
    } finally {
      closeSync(file);
    }
  }

  /** From now on no log grows much beyond 20 MB; what was in it lies in `.1`. */
  keepSmall(): void {
    setInterval(() => {
      for (const log of this.names().filter(path => statSync(path).size > MAX_BYTES)) {
        copyFileSync(log, `${log}.1`);
        truncateSync(log);
      }
    }, LOOK_EVERY_MS).unref();
  }

  private names(): string[] {
    return readdirSync(this.dir)
      .filter(name => name.endsWith('.log'))
      .map(name => join(this.dir, name));
  }
}
