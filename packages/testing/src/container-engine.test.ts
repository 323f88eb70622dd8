import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineWith } from './container-engine.ts';

describe('looking for a container engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  const socket = join(folder, 'engine.sock');
  const engine = createServer((request, response) => {
    const known = request.url === '/_ping' || request.url === '/images/redis%3A8/json';
    response.writeHead(known ? 200 : 404).end();
  });
  const before = process.env['DOCKER_HOST'];

  beforeAll(() => new Promise<void>(resolve => engine.listen(socket, resolve)));
  beforeEach(() => void (process.env['DOCKER_HOST'] = `unix://${socket}`));
  afterAll(async () => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
    await new Promise(resolve => engine.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('answers its address when it has the image', async () => {
    expect(await engineWith('redis:8')).toBe(`unix://${socket}`);
  });

  it('says in one sentence that the image is missing', async () => {
    await expect(engineWith('postgres:18')).rejects.toThrow(
      'CONTAINERS=1, but the engine has no image postgres:18: `docker pull postgres:18`, or leave CONTAINERS out.',
    );
  });

  it('says in one sentence that no engine listens where DOCKER_HOST points', async () => {
    process.env['DOCKER_HOST'] = `unix://${folder}/nobody.sock`;
    await expect(engineWith('redis:8')).rejects.toThrow(
      `CONTAINERS=1, but no engine answers at unix://${folder}/nobody.sock: start it, or leave CONTAINERS out.`,
    );
  });

  it('says the same of a refused TCP port', async () => {
    process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:1';
    await expect(engineWith('redis:8')).rejects.toThrow('no engine answers at tcp://127.0.0.1:1');
  });
});
