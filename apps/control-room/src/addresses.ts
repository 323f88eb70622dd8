import { layOut, type ServiceName } from '@watertight/topology';
import { config } from './config.ts';
import { twin } from './twin.ts';

/** One process that answers `/ops`. */
export interface Address {
  /** As the supervisor names it: `payment`, its replica `payment-2`, the twin `storefront-twin`. */
  readonly name: string;
  readonly service: ServiceName;
  readonly url: string;
}

/** Every process of the shop that has pipelines: each replica has its own, so each is read and switched separately. */
export const addresses: readonly Address[] = [
  ...layOut().places.flatMap(({ name: service }) =>
    config[`${service}Urls`].map((url, i) => ({ name: i === 0 ? service : `${service}-${i + 1}`, service, url })),
  ),
  ...(config.twinUrl === null ? [] : [{ name: twin, service: 'storefront' as const, url: config.twinUrl }]),
];
