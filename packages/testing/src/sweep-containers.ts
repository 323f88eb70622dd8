import { hostname } from 'node:os';
import { config } from './config.ts';
import { answeringEngine } from './container-engine.ts';

/** Every container that tests start carries it; its value is `config.run()`. */
export const RUN_LABEL = 'watertight.test.run';

/**
 * Removes the containers of this run, and those of earlier runs on this machine that were killed before they could.
 *
 * @throws NoContainersError no engine answers
 */
export async function sweepContainers(): Promise<void> {
  config.useEngine(await answeringEngine());
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { container: engine } = await getContainerRuntimeClient();
  const listed = await engine.dockerode.listContainers({ all: true, filters: { label: [RUN_LABEL] } });
  const left = listed.filter(({ Labels }) => isOver(Labels[RUN_LABEL] ?? ''));
  await Promise.all(left.map(({ Id }) => engine.getById(Id).remove({ force: true, v: true })));
}

function isOver(run: string): boolean {
  if (run === config.run()) return true;
  const [host, pid] = run.split(':');
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // alive, and of another user
  }
}
