import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { createServiceDatabases } from '@watertight/embedded-databases';
import { expect } from '@jest/globals';
import pg from 'pg';
import { askOnce } from './ask-once.ts';

/** One empty database on a server, and the role that owns it, named after the test file. */
export class FileDatabase {
  #superuserUrl: string | undefined;
  #name = '';
  #url: string | undefined;

  get url(): string {
    if (this.#url) return this.#url;
    throw new Error('a real Postgres is there from beforeAll on: read its url inside a test or a hook');
  }

  async query<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return askOnce<Row>(this.url, text, values);
  }

  async create(superuserUrl: string, extensions: string[]): Promise<void> {
    const { hostname, port } = new URL(superuserUrl);
    const name = databaseName();
    // Several processes of a service at a time, and the test's own questions, share this role.
    const service = { name, password: 'test', extensions, connectionLimit: 100 };
    const urls = await createServiceDatabases({ url: superuserUrl, port: Number(port) }, [service]);
    const url = new URL(urls[name] ?? '');
    url.hostname = hostname; // a container may be reached by another address than the machine's own
    this.#superuserUrl = superuserUrl;
    this.#name = name;
    this.#url = url.href;
  }

  async drop(): Promise<void> {
    if (!this.#superuserUrl) return; // it was never created, and beforeAll has said why
    const name = pg.escapeIdentifier(this.#name);
    await askOnce(this.#superuserUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    await askOnce(this.#superuserUrl, `DROP ROLE ${name}`);
  }
}

/** `charge_card_3f9a12`: what a person sees in pg_stat_activity while a test hangs. */
function databaseName(): string {
  const file = basename(expect.getState().testPath ?? 'test').replace(/\.test\.ts$/, '');
  return `${file.replace(/\W/g, '_').slice(0, 40)}_${randomBytes(3).toString('hex')}`;
}
