import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serveApi, SocketTakenError } from './api.ts';
import { Reaper } from './reaper.ts';
import { ScratchServices } from './scratch-service.ts';
import { Supervisor } from './supervisor.ts';

const folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
const socketPath = join(folder, 'supervisor.sock');
const scratch = new ScratchServices();
const reaper = new Reaper();
const supervisor = new Supervisor(reaper, () => {});
let api: Server;
let rotations = 0;
const rotateKeys = async () => {
  rotations += 1;
  if (rotations > 1) throw new Error('The disk is full.');
};

beforeAll(async () => {
  supervisor.add(await scratch.runnable('search'));
  supervisor.add(await scratch.runnable('broken', { EXIT_CODE: '78' }));
  await supervisor.act('search', 'start');
  api = await serveApi(supervisor, socketPath, rotateKeys);
});
afterAll(async () => {
  await supervisor.act('search', 'kill');
  api.close();
  api.closeAllConnections();
  reaper.dismiss();
  scratch.remove();
  rmSync(folder, { recursive: true });
});

function send(method: string, path: string, { body = '' } = {}) {
  return new Promise<{ status: number | undefined; body: Record<string, unknown> }>((resolve, reject) => {
    request({ socketPath, path, method, agent: false }, response => {
      const answer = text(response).then(read => ({ status: response.statusCode, body: JSON.parse(read) }));
      answer.then(resolve, reject);
    })
      .once('error', reject)
      .end(body);
  });
}

describe("the supervisor's door", () => {
  it('lists the processes', async () => {
    expect(await send('GET', '/processes')).toMatchObject({
      status: 200,
      body: {
        processes: [{ name: 'search', kind: 'app', state: 'running', ready: true, restarts: 0, until: null }, {}],
      },
    });
  });

  it('answers a verb with the process it was done to', async () => {
    expect(await send('POST', '/processes/search/freeze?forMs=60000')).toMatchObject({
      status: 200,
      body: { name: 'search', state: 'frozen', until: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    expect(await send('POST', '/processes/search/thaw')).toMatchObject({ status: 200, body: { state: 'running' } });
    expect(await send('POST', '/processes/search/stop')).toMatchObject({ status: 200, body: { state: 'stopped' } });
    const started = await send('POST', '/processes/search/start', { body: '{"env":{"CRASH_AT":"winch"}}' });
    expect(started).toMatchObject({ status: 200, body: { state: 'running', ready: true } });
    expect(scratch.logs.lastLines('search', 1)).toEqual(['up with winch']);
  });

  it.each([
    ['POST', '/processes/serch/kill', 404, 'process-not-found', {}],
    ['POST', '/processes/search/explode', 404, 'not-found', {}],
    ['GET', '/processes/search/kill', 404, 'not-found', {}],
    ['POST', '/processes/search/thaw', 409, 'not-applicable', {}],
    ['POST', '/processes/search/freeze?forMs=0', 400, 'invalid-request', {}],
    ['POST', '/processes/search/freeze?forMs=600001', 400, 'invalid-request', {}],
    ['POST', '/processes/search/start', 400, 'invalid-request', { body: '{"env":{"CRASH_AT":7}}' }],
    ['POST', '/processes/search/start', 400, 'invalid-request', { body: '{"env":{"NODE_OPTIONS":"--import=/x.mjs"}}' }],
    ['POST', '/processes/search/start', 400, 'invalid-request', { body: 'WORD=winch' }],
    ['POST', '/processes/search/start', 413, 'invalid-request', { body: 'x'.repeat(70_000) }],
    ['POST', '/processes/broken/start', 503, 'not-started', {}],
  ])('refuses %s %s with %i %s', async (method, path, status, code, more) => {
    const answer = await send(method, path, more);
    expect(answer).toMatchObject({ status, body: { status, code, detail: expect.stringMatching(/\.$/) } });
  });

  it('gives every service a new key, and says why it could not', async () => {
    expect(await send('POST', '/keys/rotate')).toEqual({ status: 200, body: { rotated: true } });
    expect(await send('POST', '/keys/rotate')).toMatchObject({ status: 500, body: { detail: 'The disk is full.' } });
    expect(await send('GET', '/keys/rotate')).toMatchObject({ status: 404 });
  });

  it('opens for its owner alone: a socket of mode 600', () => {
    const { mode } = statSync(socketPath);
    expect((mode & 0o777).toString(8)).toBe('600');
  });

  it('refuses a second supervisor, and replaces a socket that a killed one has left', async () => {
    await expect(serveApi(supervisor, socketPath, rotateKeys)).rejects.toThrow(SocketTakenError);
    const left = join(folder, 'left.sock');
    const program = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    expect(spawnSync(process.execPath, ['-e', program, left]).signal).toBe('SIGKILL');
    expect(statSync(left).isSocket()).toBe(true);
    const again = await serveApi(supervisor, left, rotateKeys);
    again.close();
  });
});
