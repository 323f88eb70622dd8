import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@watertight/embedded-databases';
import { type AppProcess, spawnNode } from './app-process.ts';
import { fate } from './fate.ts';
import { leakCheck } from './leak-check.ts';
import { until } from './until.ts';

const polite = `
  import { createServer } from 'node:http';
  createServer((_, response) => response.end(process.env.WORD)).listen(process.env.PORT, '127.0.0.1');
  process.on('SIGTERM', () => { console.log('going'); process.exit(3); });
  console.log('here');`;

describe('a process of the shop under test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'app-process-'));
  let app: AppProcess;
  const word = async () => (await fetch(app.url, { headers: { connection: 'close' } })).text();

  beforeEach(async () => {
    const main = join(folder, 'main.mjs');
    writeFileSync(main, polite);
    const port = String(await freePort());
    app = spawnNode([main], { PORT: port, WORD: 'ahoy' }, `http://127.0.0.1:${port}`);
    await until(() => word(), { withinMs: 5_000 });
  });
  afterEach(() => app.kill());
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the environment it was given, and says what it writes', async () => {
    expect(await word()).toBe('ahoy');
    expect(app.logs()).toBe('here\n');
  });

  it('is stopped by SIGTERM, and its last words are in the log', async () => {
    expect(await app.stop()).toEqual({ code: 3, signal: null });
    expect(app.logs()).toBe('here\ngoing\n');
    expect(app.isRunning).toBe(false);
  });

  it('is stopped while it is frozen, too', async () => {
    app.freeze();
    expect(await app.stop()).toEqual({ code: 3, signal: null });
  });

  it('answers nothing while it is frozen, and all of it when it is thawed', async () => {
    app.freeze();
    const answer = fate(word());
    await expect(until(() => answer.state !== 'pending', { withinMs: 200 })).rejects.toThrow('not within');
    app.thaw();
    await until(() => answer.state === 'resolved', { withinMs: 2_000 });
  });

  it('refuses once it is killed', async () => {
    expect(await app.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    await expect(word()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

leakCheck();
