import { Injectable } from '@nestjs/common';
import { ops, type Pattern } from '@watertight/contracts/ops';
import { httpClient, ShopError } from '@watertight/service-kit';
import { addresses } from './addresses.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';
import { saidBy } from './said-by.ts';

/** Changes what runs in a service: its patterns on and off, and all of it new. */
@Injectable()
export class Switchboard {
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
      .catch((error: unknown) => Promise.reject(saidBy(service, error)));
  }

  /** @throws ShopError as `switch` does */
  async reset(service: string): Promise<void> {
    await this.clientOf(service)
      .reset({})
      .catch((error: unknown) => Promise.reject(saidBy(service, error)));
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
