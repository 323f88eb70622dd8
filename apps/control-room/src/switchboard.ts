import { Injectable } from '@nestjs/common';
import { type FaultKind, ops, type Pattern } from '@watertight/contracts/ops';
import { httpClient, isProblem, ShopError } from '@watertight/service-kit';
import { addresses, twin } from './addresses.ts';
import { explainCallError } from './call-errors.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';
import type { WatchedService } from './watch-services.ts';

/** The page is not to wait for those who say nothing. */
const KINDS_MS = 300;

/** What a service is to be broken by: a kind, and fields as it has them. */
export type Fault = { kind: string } & Record<string, unknown>;

/** Changes what runs in a service: its patterns on and off, all of it new, and what breaks it on purpose. */
@Injectable()
export class Switchboard {
  private known: Promise<{ kinds: FaultKind[] }> | undefined;
  private readonly clients = new Map(
    addresses.map(({ name, service, url }) => [
      name,
      httpClient(ops, policies[`switch-${service}`], [url], { bearer: config.opsToken }),
    ]),
  );

  /** @throws ShopError as the service says it; 503, 504 or 502 where it says nothing */
  async switch(service: string, policy: string, pattern: Pattern, on: boolean): Promise<void> {
    await this.clientOf(service)
      .changePatterns({ params: { policy }, body: { [pattern]: on } })
      .catch((error: unknown) => Promise.reject(explainCallError(service, error)));
  }

  /** In each service those that it has. As far as they can be reached; the twin stays as it is. */
  async switchEverywhere(patterns: readonly string[], on: boolean, services: readonly WatchedService[]): Promise<void> {
    const ours = services.filter(({ name }) => name !== twin);
    await Promise.allSettled(
      ours.map(async ({ name, pipelines, patterns: own }) => {
        const has = new Set([...Object.keys(own), ...pipelines.flatMap(({ switches }) => Object.keys(switches))]);
        const body = Object.fromEntries(patterns.filter(each => has.has(each)).map(each => [each, on]));
        if (Object.keys(body).length > 0) await this.clientOf(name).changeAllPatterns({ body });
      }),
    );
  }

  /** @throws ShopError as `switch` does */
  async reset(service: string): Promise<void> {
    await this.clientOf(service)
      .reset({})
      .catch((error: unknown) => Promise.reject(explainCallError(service, error)));
  }

  /** Switches a fault on; of each kind one, so that pressed twice it begins anew. @throws ShopError as `switch` does */
  async break(service: string, { kind, ...fields }: Fault): Promise<void> {
    await this.clientOf(service)
      .putFault({ params: { name: `room-${kind}` }, body: { kind, ...fields } })
      .catch((error: unknown) => Promise.reject(explainCallError(service, error)));
  }

  /** Switches a fault off. That there is none any more is what was wanted. @throws ShopError as `switch` does */
  async mend(service: string, name: string): Promise<void> {
    await this.clientOf(service)
      .deleteFault({ params: { name } })
      .catch(
        (error: unknown) => isProblem(error, 'fault-not-found') || Promise.reject(explainCallError(service, error)),
      );
  }

  /** Switches every fault of every service off, as far as they can be reached: what is dead has none. */
  async mendAll(): Promise<void> {
    await Promise.allSettled([...this.clients.values()].map(client => client.clearFaults({})));
  }

  /** The ways a service can be broken, from the first that knows; none where FAULTS is off. */
  async kinds(): Promise<readonly FaultKind[]> {
    this.known ??= Promise.any(
      [...this.clients.values()].map(client => client.readFaultKinds({}, { deadlineMs: KINDS_MS })),
    );
    const known = this.known;
    try {
      return (await known).kinds;
    } catch {
      this.known = undefined; // nobody is there yet: asked again by the next page
      return [];
    }
  }

  private clientOf(service: string) {
    const client = this.clients.get(service);
    if (client !== undefined) return client;
    throw new ShopError(`No service has this name; here are ${[...this.clients.keys()].join(', ')}.`, {
      code: 'service-not-found',
      status: 404,
    });
  }
}
