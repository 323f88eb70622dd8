/** The door for programs that only call services: it loads no Nest, and Node can load it without a build. */
export { connectMs } from './client/connection-pool.ts';
export { httpClient } from './client/http-client.ts';
