import { askSupervisor, RefusedError } from '../supervisor/door.ts';
import { type Runner, ShopCommandError, type ShopProcess } from './runner.ts';

/** The shop as `npm start` runs it. */
export const supervisorRunner: Runner = {
  async processes() {
    const { processes } = await askSupervisor<{ processes: ShopProcess[] }>('/processes');
    return processes;
  },
  async act(name, verb) {
    await askSupervisor(`/processes/${encodeURIComponent(name)}/${verb}`, 'POST').catch((error: unknown) => {
      throw error instanceof RefusedError ? new ShopCommandError(error.message) : error;
    });
  },
  async rotate() {
    await askSupervisor('/keys/rotate', 'POST');
  },
};
