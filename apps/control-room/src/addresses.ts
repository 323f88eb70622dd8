import { layOut, type ServiceName } from '@watertight/topology';
import { config } from './config.ts';

/** One process that answers `/ops`. */
export interface Address {
  /** As the supervisor calls it: `payment`, its replica `payment-2`, the twin `storefront-twin`. */
  readonly name: string;
  readonly service: ServiceName;
  readonly url: string;
}

/** The storefront without its patterns: it is to stay as it is, or it would be none. */
export const twin = 'storefront-twin';

/** Every process of the shop that has pipelines: each replica has its own, so each is asked and switched by itself. */
export const addresses: readonly Address[] = [
  ...layOut().places.flatMap(({ name: service }) =>
    config[`${service}Urls`].map((url, i) => ({ name: i === 0 ? service : `${service}-${i + 1}`, service, url })),
  ),
  ...(config.twinUrl === null ? [] : [{ name: twin, service: 'storefront' as const, url: config.twinUrl }]),
];
