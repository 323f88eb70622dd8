import { Injectable } from '@nestjs/common';
import { type ProcessVerb, type ShopProcess, supervisor } from '@watertight/contracts/supervisor';
import { SECOND } from '@watertight/resilience';
import { httpClient, ShopError } from '@watertight/service-kit';
import { config } from './config.ts';
import { policies } from './policies.ts';
import { saidBy } from './said-by.ts';

/** On a busy machine the supervisor asks nine services before it answers. */
const LIST_MS = 1 * SECOND;

/** The processes of `npm start` and what one may do to them; absent where an engine runs the containers. */
@Injectable()
export class Supervisor {
  private readonly client =
    config.supervisorUrl === null
      ? undefined
      : httpClient(supervisor, policies.supervisor, [config.supervisorUrl], { bearer: config.opsToken });

  private lastList: readonly ShopProcess[] = [];

  get present(): boolean {
    return this.client !== undefined;
  }

  /** The last list that came, and whether it came now. Undefined where there is no supervisor. */
  async processes(): Promise<{ list: readonly ShopProcess[]; silent: boolean } | undefined> {
    if (this.client === undefined) return undefined;
    try {
      const { processes } = await this.client.listProcesses({}, { deadlineMs: LIST_MS });
      this.lastList = processes;
      return { list: processes, silent: false };
    } catch {
      return { list: this.lastList, silent: true }; // the screen says so
    }
  }

  /** @throws ShopError 501 where there is none; the supervisor's own problem otherwise */
  async act(name: string, verb: ProcessVerb, forMs?: number): Promise<void> {
    if (this.client === undefined) {
      throw new ShopError(`Nothing here runs processes. With containers: docker compose ${composeVerb[verb]} ${name}`, {
        code: 'no-supervisor',
        status: 501,
      });
    }
    await this.client
      .act({ params: { name, verb }, query: { forMs } })
      .catch((error: unknown) => Promise.reject(saidBy('The supervisor', error)));
  }
}

const composeVerb: Record<ProcessVerb, string> = {
  kill: 'kill',
  stop: 'stop',
  freeze: 'pause',
  thaw: 'unpause',
  start: 'start',
};
