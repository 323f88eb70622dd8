import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 20_000;
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A process of the benchmark; disposed of, it is gone. */
export interface Started extends AsyncDisposable {
  url: string;
}

/** Starts a link of the chain, and waits until it is ready. @throws Error with what it wrote when it is not within 20 s */
export async function startLink(env: Record<string, string>): Promise<Started> {
  const port = String(await freePort());
  const child = spawn(process.execPath, ['--import', here('compile.ts'), here('link.ts')], {
    env: { PATH: process.env['PATH'], PORT: port, OPS_TOKEN: 'the-ops-token-of-the-bench', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
  const url = `http://127.0.0.1:${port}`;
  const endsAtMs = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(url))) {
    if (child.exitCode === null && performance.now() < endsAtMs) await sleep(50);
    else {
      await end(child);
      throw new Error(`a link did not get ready:\n${output}`);
    }
  }
  return { url, [Symbol.asyncDispose]: () => end(child) };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/health/ready`, { headers: { connection: 'close' } });
    return ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL'); // it owns nothing, and its drain would take ten seconds
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}
