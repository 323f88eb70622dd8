import { afterAll, beforeAll } from '@jest/globals';
import { FileDatabase } from './file-database.ts';
import { OwnServer, STARTS_WITHIN_MS, type Breakable } from './own-server.ts';
import { askRun } from './ask-run.ts';

/**
 * `url`: a database of this file's own, as the role that owns it and is no superuser; readable from beforeAll on.
 * `query(text, values)`: asks on a connection of its own and answers the rows, for what a test wants to see for itself.
 */
export type RealPostgres = Pick<FileDatabase, 'url' | 'query'>;

interface Options {
  /** Extensions that only a superuser may create. Default none. */
  extensions?: string[];
  /** A server that may be killed, frozen and restarted (1 s to start). Default false: the run's shared server. */
  ownServer?: boolean;
}

/** A real PostgreSQL 18 with one empty database for this test file; gone afterwards, whoever is still connected. */
export function realPostgres(options: Options & { ownServer: true }): RealPostgres & Breakable;
export function realPostgres(options?: Options): RealPostgres;
export function realPostgres({ extensions = [], ownServer = false }: Options = {}): RealPostgres {
  const server = ownServer ? new OwnServer('postgres') : undefined;
  const database = new FileDatabase();
  beforeAll(async () => database.create(server ? server.url : await askRun('postgres'), extensions), STARTS_WITHIN_MS);
  if (!server) {
    afterAll(() => database.drop());
    return database;
  }
  return Object.assign(database, {
    kill: () => server.kill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    restart: () => server.restart(),
  });
}
