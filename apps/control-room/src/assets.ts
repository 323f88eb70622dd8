import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const files = {
  '/room.css': 'text/css; charset=utf-8',
  '/policies.css': 'text/css; charset=utf-8',
  '/screen.css': 'text/css; charset=utf-8',
  '/icon.svg': 'image/svg+xml',
  '/live.js': 'text/javascript; charset=utf-8',
};

/** The sheets, the icon and the one small script, read once. */
export function serveAssets(fastify: FastifyInstance): void {
  for (const [path, type] of Object.entries(files)) {
    const content = readFileSync(new URL(`../assets${path}`, import.meta.url));
    fastify.get(path, (_, reply) => reply.type(type).header('cache-control', 'no-cache').send(content));
  }
}
