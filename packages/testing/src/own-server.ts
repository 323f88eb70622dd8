import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { startServer, type DatabaseKind, type DatabaseServer } from './database-server.ts';

/** A container of a fresh image needs seconds, an embedded server less than one. */
export const STARTS_WITHIN_MS = 90_000;

/** What a test may do to a server of its own. Whatever it did, the server runs again before the next test. */
export type Breakable = Pick<DatabaseServer, 'kill' | 'freeze' | 'thaw' | 'restart'>;

/** A database server for this test file alone, from beforeAll to afterAll. */
export class OwnServer implements Breakable {
  readonly #kind: DatabaseKind;
  #server: DatabaseServer | undefined;
  #state: 'running' | 'frozen' | 'killed' = 'running';

  constructor(kind: DatabaseKind) {
    this.#kind = kind;
    // PostgreSQL keeps what it has confirmed, or a test of a crash would prove nothing; Redis is a cache and forgets.
    beforeAll(
      async () => void (this.#server = await startServer(kind, { durable: kind === 'postgres' })),
      STARTS_WITHIN_MS,
    );
    beforeEach(() => this.#heal(), STARTS_WITHIN_MS);
    afterAll(() => this.#server?.end());
  }

  get url(): string {
    return this.#running().url;
  }

  async kill(): Promise<void> {
    await this.#running().kill();
    this.#state = 'killed';
  }

  async freeze(): Promise<void> {
    await this.#running().freeze();
    this.#state = 'frozen';
  }

  async thaw(): Promise<void> {
    await this.#running().thaw();
    this.#state = 'running';
  }

  async restart(): Promise<void> {
    await this.#running().restart();
    this.#state = 'running';
  }

  async #heal(): Promise<void> {
    if (this.#state === 'frozen') await this.thaw();
    if (this.#state === 'killed') await this.restart();
  }

  #running(): DatabaseServer {
    if (this.#server) return this.#server;
    throw new Error(`a real ${this.#kind} is there from beforeAll on: read its url inside a test or a hook`);
  }
}
