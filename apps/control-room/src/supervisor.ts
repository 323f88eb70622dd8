import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type ProcessVerb, type ShopProcess, supervisor } from '@watertight/contracts/supervisor';
import { SECOND } from '@watertight/resilience';
import { httpClient, ShopError } from '@watertight/service-kit';
import { explainCallError } from './call-errors.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';

/** On a busy machine the supervisor waits for ten apps before it answers. */
const LIST_MS = 1 * SECOND;
/** It requests `/health/ready` of every process, which costs each of them more than the state they send anyway. */
const FRESH_MS = 5 * SECOND;

export interface Processes {
  readonly list: readonly ShopProcess[];
  /** It did not answer: this is its last list. */
  readonly silent: boolean;
}

/** The processes of `npm start` and their verbs; absent in containers. */
@Injectable()
export class Supervisor {
  private readonly client =
    config.supervisorUrl === null ? undefined : httpClient(supervisor, policies.supervisor, [config.supervisorUrl]);

  private last: Processes = { list: [], silent: true };
  private request: Promise<Processes> | undefined;
  private requestedAtMs = -Infinity;

  get present(): boolean {
    return this.client !== undefined;
  }

  /** Returns a list of the last five seconds, the same object while nothing has changed; undefined without a supervisor. */
  async processes(): Promise<Processes | undefined> {
    if (this.client === undefined) return undefined;
    if (performance.now() - this.requestedAtMs > FRESH_MS) {
      this.requestedAtMs = performance.now();
      this.request = this.client.listProcesses({}, { deadlineMs: LIST_MS }).then(
        ({ processes }) => ({ list: processes, silent: false }),
        () => ({ list: this.last.list, silent: true }), // the screen says so
      );
    }
    const now = (await this.request) ?? this.last;
    if (!isDeepStrictEqual(now, this.last)) this.last = now;
    return this.last;
  }

  /** A button has changed something: the next list is a new one. */
  forget(): void {
    this.requestedAtMs = -Infinity;
  }

  /** Starts what is down and thaws what is frozen, databases first, as far as it can; without a supervisor nothing. */
  async reviveAll(): Promise<void> {
    this.forget();
    const down = ((await this.processes())?.list ?? []).filter(
      ({ state }) => state !== 'running' && state !== 'starting',
    );
    for (const kind of ['database', 'app'] as const) {
      const these = down.filter(each => each.kind === kind);
      await Promise.allSettled(these.map(({ name, state }) => this.act(name, state === 'frozen' ? 'thaw' : 'start')));
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
