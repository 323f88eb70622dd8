import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { until } from '@watertight/testing';
import { Client } from 'pg';
import {
  forgetDatabase,
  isAlive,
  processTree,
  signalTree,
  startPostgres,
  stateOf,
  type EmbeddedServer,
} from './index.ts';

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;
const onLinux = process.platform === 'linux' ? describe : describe.skip; // other systems do not show which process is stopped

const servers: EmbeddedServer[] = [];
const clients: Client[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.end().catch(() => {}))); // its server may have been killed
  await Promise.all(servers.splice(0).map(server => server.stop()));
});

// Like a checkout below /home or /srv: every user may enter.
const home = mkdtempSync(join(tmpdir(), 'watertight-test-'));
chmodSync(home, 0o755);
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function started(options?: Parameters<typeof startPostgres>[0]): Promise<EmbeddedServer> {
  const server = await startPostgres(options);
  servers.push(server);
  return server;
}

async function connected({ url }: { url: string }): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // killing its server is the test
  await client.connect();
  clients.push(client);
  return client;
}

async function setting(client: Client, name: string): Promise<string> {
  return (await client.query<Record<string, string>>(`SHOW ${name}`)).rows[0]![name]!;
}

describe('a throw-away PostgreSQL', () => {
  it('answers as superuser, with room for 200 connections, and leaves neither process nor file', async () => {
    const server = await startPostgres();
    const client = await connected(server);
    expect(await setting(client, 'is_superuser')).toBe('on');
    expect(await setting(client, 'max_connections')).toBe('200');
    const folder = dirname(await setting(client, 'data_directory'));
    await client.end();

    await server.stop();

    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it('ends, with its backends and files, when its owner is killed, even if it was frozen', async () => {
    const script = `
      const { startPostgres } = await import('${import.meta.dirname}/index.ts');
      const { pid, url } = await startPostgres();
      console.log(JSON.stringify({ pid, url }));
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const server = JSON.parse(String(line)) as { pid: number; url: string };
    const folder = dirname(await setting(await connected(server), 'data_directory'));

    const all = processTree(server.pid);

    signalTree(server.pid, 'SIGSTOP');
    owner.kill('SIGKILL');

    await until(() => !all.some(isAlive) && !existsSync(folder), { withinMs: 5000 });
  });
});

onLinux('a frozen PostgreSQL', () => {
  const states = (pid: number) => processTree(pid).map(stateOf);

  it('leaves an open connection without an answer until it is thawed', async () => {
    const server = await started();
    const client = await connected(server);
    let answered = false;

    server.freeze();
    const answer = client.query('SELECT 1').then(() => (answered = true));
    await until(() => states(server.pid).every(state => state === 'T'), { withinMs: 1000 });
    expect(states(server.pid).length).toBeGreaterThan(2); // the postmaster, our backend, and those of its own
    expect(answered).toBe(false);

    server.thaw();
    expect(await answer).toBe(true);

    server.freeze();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });
});

describe('a durable PostgreSQL', () => {
  const dataDir = join(home, 'postgres');

  it('keeps what was committed when it and all its children are killed', async () => {
    const first = await started({ dataDir, durable: true });
    const client = await connected(first);
    await client.query('DROP TABLE IF EXISTS kept');
    await client.query('CREATE TABLE kept AS SELECT 7831 AS number');

    await first.kill();
    const second = await started({ dataDir, durable: true });

    const again = await connected(second);
    expect((await again.query('SELECT number FROM kept')).rows).toEqual([{ number: 7831 }]);
    expect(await setting(again, 'fsync')).toBe('on');
  });

  it('lets nobody in without the password', async () => {
    const server = await started({ dataDir, durable: true });
    const stranger = new Client({ connectionString: server.url.replace(/:\w+@/, ':guess@') });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('says that its data is corrupt, and how to start afresh', async () => {
    await (await startPostgres({ dataDir, durable: true })).stop();
    const control = join(dataDir, 'global', 'pg_control');
    const whole = readFileSync(control);
    truncateSync(control, 100);

    await expect(startPostgres({ dataDir, durable: true })).rejects.toMatchObject({
      code: 'data-unusable',
      message: expect.stringMatching(/^PostgreSQL cannot use its data in .*pg_control.*"npm run reset" deletes it/),
    });
    writeFileSync(control, whole);
  });

  it('refuses a folder that another one uses, and names it; and a port', async () => {
    const { pid, port } = await started({ dataDir, durable: true });

    await expect(startPostgres({ dataDir, durable: true })).rejects.toMatchObject({
      code: 'data-in-use',
      message: expect.stringContaining(`(process ${pid})`),
    });
    await expect(startPostgres({ port })).rejects.toMatchObject({ code: 'port-taken' });
  });

  it('starts although the number in a lock file left by a power cut belongs to another program by now', async () => {
    await (await startPostgres({ dataDir, durable: true })).stop();
    const { uid, gid } = statSync(dataDir); // PostgreSQL believes only numbers of its own user
    const other = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore', cwd: '/' });
    await once(other, 'spawn');
    writeFileSync(
      join(dataDir, 'postmaster.pid'),
      `${other.pid}\n${dataDir}\n1700000000\n15432\n\n127.0.0.1\n\nready\n`,
    );

    const server = await started({ dataDir, durable: true });

    expect(await setting(await connected(server), 'data_directory')).toBe(dataDir);
    expect(isAlive(other.pid!)).toBe(true);
    other.kill();
  });

  it('refuses a folder that holds something else', async () => {
    const photos = join(home, 'photos');
    mkdirSync(join(photos, '2024'), { recursive: true });
    await expect(startPostgres({ dataDir: photos, durable: true })).rejects.toMatchObject({ code: 'data-unusable' });
  });
});

asRoot('a PostgreSQL of root in a private folder', () => {
  it('lies where nobody can reach it, named beside the folder', async () => {
    mkdirSync(join(home, 'private'), { mode: 0o700 });
    const dataDir = join(home, 'private', 'postgres');
    const server = await started({ dataDir });
    const place = readFileSync(`${dataDir}-at`, 'utf8').trim();
    expect(await setting(await connected(server), 'data_directory')).toBe(place);

    await server.stop();
    forgetDatabase(dataDir);
    expect(existsSync(place)).toBe(false);
  });
});
