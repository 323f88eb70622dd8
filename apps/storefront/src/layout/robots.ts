import type { FastifyInstance } from 'fastify';

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
