/** Where the shop is; the same for `npm start` and `docker compose up`. */
export const shopUrl = process.env['SHOP_URL'] ?? 'http://localhost:8080';

/** The control room beside it, and the twin where one runs. */
export const roomUrl = process.env['ROOM_URL'] ?? 'http://localhost:8081';
export const twinUrl = process.env['TWIN_SHOP_URL'] ?? 'http://localhost:8082';

/** Who answers Jaeger's query API: Jaeger itself, else the control room, which keeps the traces of `npm start`. */
export const traceUrls = process.env['TRACES_URL']
  ? [process.env['TRACES_URL']]
  : ['http://localhost:16686', 'http://localhost:8081'];
