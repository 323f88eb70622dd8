import { existsSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { config } from './config.ts';

const ANSWERS_WITHIN_MS = 1_000;

/** CONTAINERS=1 was asked for and cannot be had. The message is one sentence that says why and what to do. */
export class NoContainersError extends Error {
  readonly code = 'no-containers';
  override readonly name = 'NoContainersError';
}

/**
 * Finds a container engine that has this image already: nothing is ever pulled in the middle of a test.
 *
 * @returns the engine's address, as DOCKER_HOST writes it
 * @throws NoContainersError no engine answers, or the image is not there
 */
export async function engineWith(image: string): Promise<string> {
  const host = await answeringEngine();
  if ((await status(host, `/images/${encodeURIComponent(image)}/json`)) !== 200) {
    throw new NoContainersError(
      `CONTAINERS=1, but the engine has no image ${image}: \`docker pull ${image}\`, or leave CONTAINERS out.`,
    );
  }
  return host;
}

/** @throws NoContainersError no engine answers */
export async function answeringEngine(): Promise<string> {
  const host = engineHost();
  if ((await status(host, '/_ping')) === 200) return host;
  throw new NoContainersError(`CONTAINERS=1, but no engine answers at ${host}: start it, or leave CONTAINERS out.`);
}

function engineHost(): string {
  const named = config.dockerHost();
  if (named) return named;
  const socket = config.engineSockets().find(existsSync);
  if (socket) return `unix://${socket}`;
  throw new NoContainersError(
    'CONTAINERS=1, but there is no container engine on this machine: start one, set DOCKER_HOST, or leave CONTAINERS out.',
  );
}

/** The status of a GET; 0 when no engine answers within a second. */
function status(host: string, path: string): Promise<number> {
  const { protocol, hostname, port, pathname } = new URL(host);
  const where: RequestOptions =
    protocol === 'unix:' ? { socketPath: pathname } : { host: hostname, port: port || 2375 };
  return new Promise(resolve => {
    const call = request({ ...where, path, timeout: ANSWERS_WITHIN_MS }, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(0)); // whatever it is, no engine answers there
    call.end();
  });
}
