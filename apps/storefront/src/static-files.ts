import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

/** The folder of style sheets, articles and icon. This file stays in src/: the bundle is a file in such a folder, too. */
export const assetsFolder = fileURLToPath(new URL('../assets/', import.meta.url));

/** In this order: a later one may say it again. */
const sheetNames = [
  'base',
  'header',
  'forms',
  'pictures',
  'home',
  'shelves',
  'product',
  'basket-and-checkout',
  'prose',
  'stores',
  'notice',
];

/** Without what only its authors need: comments, and space where the syntax needs none. */
const sheet = sheetNames
  .map(part => readFileSync(`${assetsFolder}look/${part}.css`, 'utf8'))
  .join('')
  .replaceAll(/\/\*.*?\*\//gs, '')
  .replaceAll(/\s+/g, ' ')
  .replaceAll(/ ?([{};,>~/]) ?/g, '$1')
  .replaceAll(/: /g, ':')
  .replaceAll(/(?<=[:, (-])0\./g, '.')
  .replaceAll("' '", "''")
  .replaceAll(/='(\w+)']/g, '=$1]')
  .replaceAll(';}', '}')
  .trim();
const icon = readFileSync(`${assetsFolder}icon.svg`, 'utf8');
const hash = createHash('sha256').update(sheet).digest('base64url').slice(0, 10);

/** The name changes with the content, so that a browser may keep it for ever. */
export const sheetPath = `/look-${hash}.css`;
export const iconPath = '/icon.svg';

const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_A_DAY = 'public, max-age=86400';

/** Serves the one sheet of all pages, and the icon of the browser's tab. */
export function serveStylesheet(fastify: FastifyInstance): void {
  fastify.get('/look-:hash.css', (request, reply) => {
    const { hash: asked } = request.params as { hash: string };
    // A page of another version of the shop gets today's sheet: a page without one would be worse.
    return reply
      .type('text/css; charset=utf-8')
      .header('cache-control', asked === hash ? FOR_EVER : 'no-cache')
      .send(sheet);
  });
  fastify.get(iconPath, (_, reply) => reply.type('image/svg+xml').header('cache-control', FOR_A_DAY).send(icon));
}

/** Every page may be found. What is answered to programs is no page. */
const robots = `User-agent: *
Disallow: /health/
Disallow: /metrics
Disallow: /openapi.json
Disallow: /ops/
`;

/** `GET /robots.txt`: what search engines may read. */
export function serveRobots(fastify: FastifyInstance): void {
  fastify.get('/robots.txt', (_, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=86400').send(robots),
  );
}
