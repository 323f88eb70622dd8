import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type ProcessVerb, type ShopProcess, supervisor } from '@watertight/contracts/supervisor';
import { SECOND } from '@watertight/resilience';
import { httpClient, ShopError } from '@watertight/service-kit';
import { explainCallError } from './call-errors.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';

/** On a busy machine the supervisor asks nine services before it answers. */
const LIST_MS = 1 * SECOND;
/** It asks every process itself whether it is ready, which costs each of them more than their own word. */
const FRESH_MS = 5 * SECOND;

export interface Processes {
  readonly list: readonly ShopProcess[];
  /** It did not answer: this is the last that it said. */
  readonly silent: boolean;
}

/** The processes of `npm start` and what one may do to them; absent where an engine runs the containers. */
@Injectable()
export class Supervisor {
  private readonly client =
    config.supervisorUrl === null
      ? undefined
      : httpClient(supervisor, policies.supervisor, [config.supervisorUrl], { bearer: config.opsToken });

  private last: Processes = { list: [], silent: true };
  private asked: Promise<Processes> | undefined;
  private askedAtMs = -Infinity;

  get present(): boolean {
    return this.client !== undefined;
  }

  /** The last list that came, of these five seconds; the same object as long as nothing is otherwise. Undefined where there is no supervisor. */
  async processes(): Promise<Processes | undefined> {
    if (this.client === undefined) return undefined;
    if (performance.now() - this.askedAtMs > FRESH_MS) {
      this.askedAtMs = performance.now();
      this.asked = this.client.listProcesses({}, { deadlineMs: LIST_MS }).then(
        ({ processes }) => ({ list: processes, silent: false }),
        () => ({ list: this.last.list, silent: true }), // the screen says so
      );
    }
    const now = (await this.asked) ?? this.last;
    if (!isDeepStrictEqual(now, this.last)) this.last = now;
    return this.last;
  }

  /** Something was changed from here: the next list is a new one. */
  forget(): void {
    this.askedAtMs = -Infinity;
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
      .catch((error: unknown) => Promise.reject(explainCallError('The supervisor', error)));
  }
}

const composeVerb: Record<ProcessVerb, string> = {
  kill: 'kill',
  stop: 'stop',
  freeze: 'pause',
  thaw: 'unpause',
  start: 'start',
};
