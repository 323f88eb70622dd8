import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { askOnce } from './ask-once.ts';
import { FileDatabase } from './file-database.ts';
import { OwnServer, STARTS_WITHIN_MS, type Breakable } from './own-server.ts';
import { askRun } from './ask-run.ts';
import { until } from './until.ts';

/**
 * `url`: a database of this file's own, as the role that owns it and is no superuser; readable from beforeAll on.
 * `query(text, values)`: asks on a connection of its own and answers the rows, for what a test wants to see for itself.
 */
export type RealPostgres = Pick<FileDatabase, 'url' | 'query'>;

/** What a server does that is a standby, or not promoted yet. It takes writes again before the next test. */
export interface ReadOnly {
  /** From now on every write is refused with SQLSTATE 25006, also on connections that are open. Survives `restart`. */
  refuseWrites(): Promise<void>;
  takeWrites(): Promise<void>;
}

interface Options {
  /** Extensions that only a superuser may create. Default none. */
  extensions?: string[];
  /** A server that may be killed, frozen and restarted (1 s to start). Default false: the run's shared server. */
  ownServer?: boolean;
}

/** A real PostgreSQL 18 with one empty database for this test file; it is dropped afterwards, also with clients connected. */
export function realPostgres(options: Options & { ownServer: true }): RealPostgres & Breakable & ReadOnly;
export function realPostgres(options?: Options): RealPostgres;
export function realPostgres({ extensions = [], ownServer = false }: Options = {}): RealPostgres {
  const server = ownServer ? new OwnServer('postgres') : undefined;
  const database = new FileDatabase();
  beforeAll(async () => database.create(server ? server.url : await askRun('postgres'), extensions), STARTS_WITHIN_MS);
  if (!server) {
    afterAll(() => database.drop());
    return database;
  }
  const readOnly = readOnlySwitch(() => server.url);
  beforeEach(() => readOnly.takeWrites());
  return Object.assign(database, {
    ...readOnly,
    kill: () => server.kill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    restart: () => server.restart(),
  });
}

function readOnlySwitch(url: () => string): ReadOnly {
  const setting = 'default_transaction_read_only';
  let isReadOnly = false;
  const become = async (value: 'on' | 'off') => {
    await askOnce(url(), `ALTER SYSTEM SET ${setting} = ${value}`);
    await askOnce(url(), 'SELECT pg_reload_conf()');
    // Shown to a new session, it has reached the open ones too: the server tells them when it reads it.
    const isSet = async () => (await askOnce(url(), `SHOW ${setting}`))[0]?.[setting] === value;
    await until(isSet, { withinMs: 5000 });
    isReadOnly = value === 'on';
  };
  return {
    refuseWrites: () => become('on'),
    takeWrites: async () => void (isReadOnly && (await become('off'))),
  };
}
