import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApps } from './build-apps.ts';
import { config } from './config.ts';
import { startServer, type DatabaseServer } from './database-server.ts';
import { sweepContainers } from './sweep-containers.ts';

/**
 * What all test files of one run share. It lives in jest's own process, and each part begins when a file first asks for
 * it: a run that needs none pays nothing, 200 files pay for one PostgreSQL, and no build runs while an app starts.
 */
export class TestRun {
  readonly #door: Server;
  #postgres: Promise<DatabaseServer> | undefined;
  #build: Promise<void> | undefined;

  constructor() {
    this.#door = createServer((request, response) => {
      this.#answer(request.url ?? '').then(
        answer => response.end(JSON.stringify({ answer })),
        (error: Error) => response.writeHead(500).end(JSON.stringify({ message: error.message })),
      );
    });
  }

  async open(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#door.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    this.#door.unref(); // jest ends when its tests have
    config.beRun(`http://127.0.0.1:${(this.#door.address() as AddressInfo).port}`);
  }

  async end(): Promise<void> {
    this.#door.close();
    this.#door.closeAllConnections();
    const postgres = await this.#postgres?.catch(() => undefined); // it never started, and the tests have said so
    await postgres?.end();
    if (config.containers()) await sweepContainers().catch(() => {}); // no engine: the tests have said so
  }

  async #answer(path: string): Promise<string> {
    switch (path) {
      case '/postgres':
        this.#postgres ??= startServer('postgres');
        return (await this.#postgres).url;
      case '/build':
        this.#build ??= buildApps();
        await this.#build;
        return 'built';
      default:
        throw new Error(`a test run has no ${path}`);
    }
  }
}
