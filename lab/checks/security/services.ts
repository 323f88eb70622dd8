import { apps } from '@watertight/topology';

/** Every app that no browser is to reach: the inner ports. */
export const services: readonly string[] = apps
  .map(({ name }) => name)
  .filter(name => name !== 'storefront' && name !== 'control-room');
