import { aclLines, freePort } from '@watertight/embedded-databases';
import { config } from './config.ts';
import { engineWith } from './container-engine.ts';
import type { DatabaseKind, DatabaseServer, DatabaseServerOptions } from './database-server.ts';
import { ping } from './ping.ts';
import { RUN_LABEL } from './sweep-containers.ts';
import { until } from './until.ts';

const READY_WITHIN_MS = 60_000;

const images = {
  postgres: { image: 'postgres:18', port: 5432, env: { POSTGRES_PASSWORD: 'test' } },
  redis: { image: 'redis:8', port: 6379, env: {} },
};

/**
 * Starts a server in a container by testcontainers, on a port that stays the same when it is killed and restarted.
 *
 * @throws NoContainersError no engine, or no image
 */
export async function startContainer(
  kind: DatabaseKind,
  { access }: DatabaseServerOptions = {},
): Promise<DatabaseServer> {
  const { image, port, env } = images[kind];
  config.useEngine(await engineWith(image));
  // Loaded late: it takes half a second, which embedded runs must not pay.
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const hostPort = await freePort();
  const started = await new GenericContainer(image)
    .withExposedPorts({ container: port, host: hostPort })
    .withEnvironment(env)
    .withCommand(access ? ['redis-server', ...aclLines(access).flatMap(line => `--${line}`.split(' '))] : [])
    .withLabels({ [RUN_LABEL]: config.run() })
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/i))
    .start();
  const { container: engine } = await getContainerRuntimeClient();
  const container = engine.getById(started.getId());
  const address = `${started.getHost()}:${hostPort}`;
  const operator = access ? `operator:${access.operatorPassword}@` : '';
  const url = kind === 'postgres' ? `postgres://postgres:test@${address}/postgres` : `redis://${operator}${address}`;
  // The first "ready" in the log may be that of a server which only prepares the data folder.
  const ready = () => until(() => ping[kind](url), { withinMs: READY_WITHIN_MS });
  await ready();
  return { url, ...verbs(container, ready) };
}

/** What the engine knows of one container, as far as we use it. */
interface Container {
  inspect(): Promise<{ State: { Running: boolean; Paused: boolean } }>;
  start(): Promise<unknown>;
  kill(): Promise<unknown>;
  pause(): Promise<unknown>;
  unpause(): Promise<unknown>;
  remove(options: { force: boolean; v: boolean }): Promise<unknown>;
}

function verbs(container: Container, ready: () => Promise<unknown>): Omit<DatabaseServer, 'url'> {
  const thaw = async () => {
    if ((await container.inspect()).State.Paused) await container.unpause();
  };
  const kill = async () => {
    await thaw(); // the engine refuses to kill what is paused
    if ((await container.inspect()).State.Running) await container.kill();
  };
  return {
    kill,
    thaw,
    freeze: async () => void (await container.pause()),
    restart: async () => {
      await kill();
      await container.start();
      await ready();
    },
    end: async () => void (await container.remove({ force: true, v: true })),
  };
}
