import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { json } from 'node:stream/consumers';

// A process of `npm run bench charges`: a bank that captures everything after THINKS_MS, and keeps nothing.
const thinksMs = Number(process.env['THINKS_MS'] ?? 0);

createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.method === 'GET') return void response.end(JSON.stringify({ captures: [], next: null })); // its list
  void json(request).then(async body => {
    const { amount, currency } = body as { amount: string; currency: string };
    if (thinksMs > 0) await sleep(thinksMs);
    const reference = request.url?.split('/').at(-1);
    const card = { brand: 'Visa', last4: '4242' };
    const at = new Date().toISOString();
    response.end(JSON.stringify({ reference, status: 'captured', declineReason: null, amount, currency, card, at }));
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
