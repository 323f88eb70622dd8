import { SECOND } from '../config.ts';
import { type Instance, stopWaves } from './process-table.ts';
import type { Supervisor } from './supervisor.ts';

/** What a service has to finish is short; nobody waits longer for a shop that closes. */
const WAVE_WITHIN_MS = 6 * SECOND;
const DATABASES_WITHIN_MS = 8 * SECOND;

/** Stops everything in order: callers before callees, databases last; what does not end in time is ended. */
export async function closeShop(supervisor: Supervisor, instances: readonly Instance[]): Promise<void> {
  supervisor.cancelUndos();
  for (const wave of stopWaves(instances))
    await stopAll(
      supervisor,
      wave.map(({ name }) => name),
      WAVE_WITHIN_MS,
    );
  await stopAll(supervisor, ['redis', 'postgres'], DATABASES_WITHIN_MS);
}

async function stopAll(supervisor: Supervisor, names: readonly string[], withinMs: number): Promise<void> {
  const up = names
    .flatMap(name => supervisor.find(name) ?? [])
    .filter(each => each.is !== 'stopped' && each.is !== 'killed');
  await Promise.all(up.map(each => each.stop(withinMs)));
}
