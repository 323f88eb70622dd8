/** The door for programs that only call services: it loads no Nest, and Node can load it without a build. */
export { ejection, PASS_OVER_MS } from './client/address.ts';
export { connectMs } from './client/connection-pool.ts';
export { Connections } from './client/connections.ts';
export { httpClient } from './client/http-client.ts';
