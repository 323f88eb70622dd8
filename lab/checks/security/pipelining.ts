import { type Attack, finding } from './attack.ts';
import { raw } from './wire.ts';

const REQUESTS = 200;
const SILENT_MS = 4000;

/** One connection has one page made at a time, however many it requests at once, and whatever it expects. */
export const pipelining: Attack = {
  name: 'pipelining',
  async run({ shop }) {
    const { host } = new URL(shop);
    const answersTo = async (count: number, header = '') => {
      const heard = await raw(
        shop,
        `GET /stores/bergen HTTP/1.1\r\nHost: ${host}\r\n${header}\r\n`.repeat(count),
        SILENT_MS,
      );
      return heard.split('HTTP/1.1 ').length - 1;
    };
    const [many, expecting, few] = await Promise.all([
      answersTo(REQUESTS),
      answersTo(REQUESTS, 'Expect: the worst\r\n'),
      answersTo(2),
    ]);
    const observed = `${REQUESTS} in one piece: ${many} answers, ${expecting} with an odd Expect; 2: ${few}`;
    return [finding('pipelining', many === 0 && expecting === 0 && few === 1, observed)];
  },
};
