import { Injectable } from '@nestjs/common';
import { type FaultKind, ops, type Pattern } from '@watertight/contracts/ops';
import { httpClient, isProblem, ShopError } from '@watertight/service-kit';
import { addresses } from './addresses.ts';
import { explainCallError } from './call-errors.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';
import { twin } from './twin.ts';
import type { WatchedService } from './watch-services.ts';

/** A page does not wait for services that do not answer. */
const KINDS_MS = 300;

/** A fault to inject: a kind, and the fields of that kind. */
export type Fault = { kind: string } & Record<string, unknown>;

/** After `forMs` the service undoes the change by itself. */
export interface TimeLimit {
  readonly forMs?: number;
}

/** Changes a service: switches patterns, restarts its pipelines, starts and stops faults. */
@Injectable()
export class Switchboard {
  private faultKinds: Promise<{ kinds: FaultKind[] }> | undefined;
  private readonly clients = new Map(
    addresses.map(({ name, service, url }) => [
      name,
      httpClient(ops, policies[`switch-${service}`], [url], { bearer: config.opsToken }),
    ]),
  );

  /** @throws ShopError the service's own problem; 503, 504 or 502 if it does not answer */
  async switch(service: string, policy: string, pattern: Pattern, on: boolean, limit: TimeLimit = {}): Promise<void> {
    await this.clientOf(service)
      .changePatterns({ params: { policy }, body: { [pattern]: on, ...limit } })
      .catch((error: unknown) => Promise.reject(explainCallError(service, error)));
  }

  /** Switches in each service the patterns that it has, as far as services can be reached; the twin stays as it is. */
  async switchEverywhere(
    patterns: readonly string[],
    on: boolean,
    services: readonly WatchedService[],
    limit: TimeLimit = {},
  ): Promise<void> {
    const ours = services.filter(({ name }) => name !== twin);
    await Promise.allSettled(
      ours.map(async ({ name, pipelines, patterns: own }) => {
        const has = new Set([...Object.keys(own), ...pipelines.flatMap(({ switches }) => Object.keys(switches))]);
        const body = Object.fromEntries(patterns.filter(each => has.has(each)).map(each => [each, on]));
        if (Object.keys(body).length > 0) await this.clientOf(name).changeAllPatterns({ body: { ...body, ...limit } });
      }),
    );
  }

  /** @throws ShopError as `switch` does */
  async reset(service: string): Promise<void> {
    await this.clientOf(service)
      .reset({})
      .catch((error: unknown) => Promise.reject(explainCallError(service, error)));
  }

  /** Starts a fault, one of each kind: the same again restarts it. @throws ShopError as `switch` does */
  async break(service: string, { kind, ...fields }: Fault): Promise<void> {
    await this.clientOf(service)
      .putFault({ params: { name: `room-${kind}` }, body: { kind, ...fields } })
      .catch((error: unknown) => Promise.reject(explainCallError(service, error)));
  }

  /** Stops a fault; succeeds also if it has ended. @throws ShopError as `switch` does */
  async mend(service: string, name: string): Promise<void> {
    await this.clientOf(service)
      .deleteFault({ params: { name } })
      .catch(
        (error: unknown) => isProblem(error, 'fault-not-found') || Promise.reject(explainCallError(service, error)),
      );
  }

  /** Stops every fault of every service, as far as they can be reached: a dead process has none. */
  async mendAll(): Promise<void> {
    await Promise.allSettled([...this.clients.values()].map(client => client.clearFaults({})));
  }

  /** Makes every service as it began, as far as they can be reached: no fault, every pattern on, every breaker closed. */
  async heal(): Promise<void> {
    const all = [...this.clients.values()];
    await Promise.allSettled(all.flatMap(client => [client.clearFaults({}), client.reset({})]));
  }

  /** The kinds of faults, from the first service that answers; none where FAULTS is off. */
  async kinds(): Promise<readonly FaultKind[]> {
    this.faultKinds ??= Promise.any(
      [...this.clients.values()].map(client => client.readFaultKinds({}, { deadlineMs: KINDS_MS })),
    );
    const known = this.faultKinds;
    try {
      return (await known).kinds;
    } catch {
      this.faultKinds = undefined; // no service has answered yet: requested again by the next page
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
