import { randomUUID } from 'node:crypto';
import { type Attack, nothingWrong } from './attack.ts';
import { services } from './services.ts';
import { ask, askJson } from './wire.ts';

/**
 * A page of another site whose name points to this machine by now: its browser sends that name as Host and as Origin.
 *
 * The shop's own pages may be read by every site, because they show a stranger nothing.
 */
export const rebinding: Attack = {
  name: 'rebinding',
  async run(target) {
    const answered: string[] = [];
    const places = [target.room, ...services.flatMap(name => target.urlOf(name) ?? [])];
    for (const url of places) {
      const host = `evil.example:${new URL(url).port}`;
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin', 'request-caller': 'checkout' };
      for (const path of [
        '/openapi.json',
        '/api/state',
        '/captures?since=2020-01-01T00:00:00Z',
        '/captured-charges?since=2020-01-01T00:00:00Z',
      ]) {
        const { status } = await ask('GET', url + path, { headers });
        if (isAnswer(status)) answered.push(`GET ${new URL(url).port}${path}: ${status}`);
      }
    }
    const url = target.urlOf('payment');
    const host = `evil.example:${new URL(url ?? 'http://none').port}`;
    const charge = { orderId: `rebound-${Date.now()}`, amount: '1.00', currency: 'USD', cardToken: 'tok_visa' };
    const headers = { host, origin: `http://${host}`, 'request-caller': 'checkout', 'idempotency-key': randomUUID() };
    const charged = url === undefined ? 0 : (await askJson('POST', `${url}/charge-card`, charge, headers)).status;
    if (isAnswer(charged)) answered.push(`charge: ${charged}`);
    return [nothingWrong('rebinding', answered, `${places.length} ports under a foreign name: all refuse`)];
  },
};

const isAnswer = (status: number) => status >= 200 && status < 400;
