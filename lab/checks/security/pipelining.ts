import { type Attack, finding } from './attack.ts';
import { raw } from './wire.ts';

const REQUESTS = 200;
const SILENT_MS = 4000;

/** One connection has one page made at a time, however many it requests at once. */
export const pipelining: Attack = {
  name: 'pipelining',
  async run({ shop }) {
    const request = `GET /stores/bergen HTTP/1.1\r\nHost: ${new URL(shop).host}\r\n\r\n`;
    const [many, few] = await Promise.all([
      raw(shop, request.repeat(REQUESTS), SILENT_MS),
      raw(shop, request.repeat(2), SILENT_MS),
    ]);
    const [ofMany, ofFew] = [many, few].map(heard => heard.split('HTTP/1.1 ').length - 1);
    const observed = `${REQUESTS} in one piece: ${ofMany} answers; 2: ${ofFew}`;
    return [finding('pipelining', ofMany === 0 && ofFew === 1, observed)];
  },
};
