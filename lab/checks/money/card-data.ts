import { Redis } from 'ioredis';
import { type DatabaseName, databaseNames, type MoneyShop } from './shop.ts';

/** A card's number on its own: 13 to 19 digits as issuers begin them, not a part of a longer number or an id. */
const NUMBER = /(?<![\w.-])[2-6]\d{12,18}(?![\w-])/g;
const TOKEN = /tok_[a-z_]{3,}/g;
/** The id of a trace or a span: of so many random ones, some have no letter. */
const ID = /"\w*[iI]d":"[\da-f]{16,32}"/g;

/**
 * Everything the shop wrote down, searched for cards: logs, spans, tables, and whatever lies in Redis, its queues included.
 *
 * Once all is settled no card may stand anywhere, also not in the two columns that keep a token while it may be sent.
 *
 * @returns where, and what, without the number itself
 */
export async function findCardData(shop: MoneyShop): Promise<string[]> {
  const found = new Set<string>();
  const search = (where: string, written: string) => {
    for (const [token] of written.matchAll(TOKEN)) found.add(`${where}: ${token}`);
    for (const [number] of written.replaceAll(ID, '').matchAll(NUMBER)) {
      if (isCardNumber(number)) found.add(`${where}: a card number, ${number.slice(0, 4)}…`);
    }
  };
  for (const { name, app } of shop.lives) search(`a log of ${name}`, app.logs());
  for (const span of shop.spans) search('a span', span);
  for (const database of databaseNames) {
    for (const [table, row] of await rowsOf(shop, database)) search(`table ${database}.${table}`, row);
  }
  for (const [key, value] of await redisValues(shop.redis.url)) search(`key ${key} in Redis`, `${key} ${value}`);
  return [...found];
}

/** Luhn's sum (ISO/IEC 7812-1, annex B): every second digit from the right counts twice. */
export function isCardNumber(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .toReversed()
    .reduce((total, digit, place) => {
      const value = digit * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

async function rowsOf(shop: MoneyShop, database: DatabaseName): Promise<[string, string][]> {
  const tables = await shop.query<{ name: string }>(
    database,
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const rows: [string, string][] = [];
  for (const { name } of tables) {
    // bytea is shown in hex: answers are kept as bytes, and must be read.
    const all = await shop.query<{ row: string }>(
      database,
      `SELECT t::text || coalesce((SELECT string_agg(convert_from(decode(substr(value, 3), 'hex'), 'UTF8'), ' ')
         FROM jsonb_each_text(to_jsonb(t)) WHERE key LIKE 'answer_body' AND value LIKE '\\\\x%'), '') AS row FROM ${name} t`,
    );
    for (const { row } of all) rows.push([name, row]);
  }
  return rows;
}

async function redisValues(url: string): Promise<[string, string][]> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 5000 });
  redis.on('error', () => {}); // the command says it
  try {
    const values: [string, string][] = [];
    for await (const keys of redis.scanStream({ count: 500 }) as AsyncIterable<string[]>) {
      for (const key of keys) values.push([key, JSON.stringify(await valueOf(redis, key))]);
    }
    return values;
  } finally {
    redis.disconnect();
  }
}

/** Every kind of value that the idempotency lock and the queues use. */
async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return undefined; // it has expired since
  }
}
