import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Watchers that clean up after a killed run need a moment to see that this run ended by itself. */
const GONE_WITHIN_MS = 3_000;
const LOOK_AGAIN_MS = 100;

export interface Left {
  pid: number;
  command: string;
}

/**
 * Ends the processes that still live although their run is over, and answers which they were; waits 3 s for them to go by themselves.
 *
 * A process belongs to the run when its environment holds `mark`, for example `TESTS_4711=1`: children inherit it, however
 * they are started. Only Linux shows it; elsewhere no process is found.
 */
export async function endLeftBehind(mark: string): Promise<Left[]> {
  const endsAt = performance.now() + GONE_WITHIN_MS;
  let left = marked(mark);
  while (left.length > 0 && performance.now() < endsAt) {
    await sleep(LOOK_AGAIN_MS);
    left = marked(mark);
  }
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  return left;
}

function marked(mark: string): Left[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(mark))
    .map(name => ({ pid: Number(name), command: read(`/proc/${name}/cmdline`).join(' ').trim() }));
}

function read(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\0');
  } catch {
    return []; // ended meanwhile, or another user's
  }
}
