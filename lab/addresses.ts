import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the processes of an open `npm start` listen, by name; empty with containers, whose ports are the usual ones. */
export function portsIn(dataDir: string): Partial<Record<string, number>> {
  const file = join(dataDir, 'ports.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {};
}

const ports = portsIn(join(import.meta.dirname, '../.data'));

/** Where the shop is; the same for `npm start` and `docker compose up`. */
export const shopUrl = process.env['SHOP_URL'] ?? `http://localhost:${ports['storefront'] ?? 8080}`;

/** The control room beside it, and the twin where one runs. */
export const roomUrl = process.env['ROOM_URL'] ?? `http://localhost:${ports['control-room'] ?? 8081}`;
export const twinUrl = process.env['TWIN_SHOP_URL'] ?? `http://localhost:${ports['storefront-twin'] ?? 8082}`;

/** Who answers Jaeger's query API: Jaeger itself, else the control room, which keeps the traces of `npm start`. */
export const traceUrls = process.env['TRACES_URL'] ? [process.env['TRACES_URL']] : ['http://localhost:16686', roomUrl];
