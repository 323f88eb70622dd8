import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

// A process of `npm run bench charges`: a payment that captures everything at once, for races about goods.
createServer((request, response) => {
  if (request.method === 'GET') return void response.end(); // it is ready
  void json(request).then(body => {
    const { orderId, amount, currency } = body as Record<string, string>;
    const card = { brand: 'Visa', last4: '4242' };
    const charged = { id: randomUUID(), orderId, amount, currency, card, capturedAt: new Date().toISOString() };
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...charged, status: 'captured' }));
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
