import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LONGEST_MS = 90_000;

/** `npm run shop <verb> [name]`, as a learner types it; the same whether npm or compose runs the shop. */
export async function shop(...words: readonly string[]): Promise<void> {
  await run(process.execPath, ['tools/shop.ts', ...words], {
    cwd: new URL('..', import.meta.url),
    timeout: LONGEST_MS,
  });
}
