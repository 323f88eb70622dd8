import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@watertight/embedded-databases';
import { LogFiles } from './log-files.ts';
import { isReady, runApp } from './run-app.ts';
import type { Runnable } from './supervised.ts';

/** As little of a service as a supervisor can tell from a real one. */
const source = `
import { createServer } from 'node:http';
const { PORT, EXIT_CODE, STUBBORN } = process.env;
console.log('up with', process.env.CRASH_AT ?? 'nothing');
if (EXIT_CODE) process.exit(Number(EXIT_CODE));
createServer((request, response) => {
  response.end('ok');
  if (request.url === '/die') process.exit(1);
}).listen(PORT, '127.0.0.1');
process.on('SIGTERM', () => STUBBORN || process.exit(0));
`;

/** Services for tests of the supervisor, as real processes, in a folder of their own. */
export class ScratchServices {
  readonly dir = mkdtempSync(join(tmpdir(), 'watertight-scratch-'));
  readonly logs = new LogFiles(join(this.dir, 'logs'));
  private readonly script = join(this.dir, 'service.mjs');

  constructor() {
    writeFileSync(this.script, source);
  }

  async runnable(name: string, env: Record<string, string> = {}): Promise<Runnable> {
    const port = await freePort();
    return {
      name,
      kind: 'app',
      port,
      launch: more => runApp([this.script], { ...env, PORT: String(port), ...more }, this.dir, this.logs.open(name)),
      isReady: () => isReady(port),
    };
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
