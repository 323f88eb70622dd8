export { addressVariable, schemeOf, type App, apps, type Criticality, serviceNames, type ServiceName } from './apps.ts';
export { queueKeysOf } from './queue-keys.ts';
export { redisUsers } from './redis-users.ts';
export { layOut } from './map.ts';
