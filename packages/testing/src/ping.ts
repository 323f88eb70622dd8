import { createConnection } from 'node:net';
import pg from 'pg';

const WITHIN_MS = 1_000;

/** Whether a client is served at this url within a second. */
export const ping = { postgres: pingPostgres, redis: pingRedis };

async function pingPostgres(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: WITHIN_MS, query_timeout: WITHIN_MS });
  client.on('error', () => {}); // cut while idle: the query below tells
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false; // not served, for whatever reason
  } finally {
    await client.end();
  }
}

function pingRedis(url: string): Promise<boolean> {
  const { hostname, port, username, password } = new URL(url);
  const authenticate = username === '' ? '' : `AUTH ${username} ${password}\r\n`;
  return new Promise(resolve => {
    const socket = createConnection({ host: hostname, port: Number(port) }, () =>
      socket.write(`${authenticate}PING\r\n`),
    );
    const done = (served: boolean) => {
      socket.destroy();
      resolve(served);
    };
    socket.setTimeout(WITHIN_MS, () => done(false));
    let heard = '';
    socket.on('data', answer => {
      heard += answer.toString();
      if (!heard.startsWith('+OK') || heard.length > '+OK\r\n'.length) done(/^\+PONG/m.test(heard));
    });
    socket.once('error', () => done(false)); // not listening
    socket.once('close', () => resolve(false)); // a port whose container is gone accepts and hangs up
  });
}
