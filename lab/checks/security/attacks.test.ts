import { fakeServer } from '@watertight/testing';
import type { Attack, Target } from './attack.ts';
import { baskets } from './baskets.ts';
import { foreignForms } from './foreign-forms.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { guessing } from './guessing.ts';
import { longAddresses } from './long-addresses.ts';
import { markup } from './markup.ts';
import { moneyPorts } from './money-ports.ts';
import { numbers } from './numbers.ts';
import { pipelining } from './pipelining.ts';
import { productionRoom } from './production-room.ts';
import { rebinding } from './rebinding.ts';
import { signInFlood } from './sign-in-flood.ts';
import { slowReaders } from './slow-readers.ts';
import { slowWords } from './slow-words.ts';
import { leads, page, typed, type Weak, weakTarget } from './weak-shop.fixture.ts';

const orderPage = '/orders/0190b2c4-0000-7000-8000-000000000001';
const forms = '<form action="/checkout"><input type="hidden" name="idempotencyKey" value="k"></form>';

/** Accepts everything, and shows all that was ever typed as it was typed. */
const acceptsAll = (): Weak => {
  let typedSoFar = forms;
  return request => {
    typedSoFar += typed(request);
    const isForm = request.method === 'POST' && !request.path.startsWith('/v1/');
    const to = new URLSearchParams(request.body).get('from') ?? orderPage;
    // Node itself refuses line ends in a header.
    return isForm ? leads(to.replaceAll(/[^\x21-\x7e]/g, '')) : page(typedSoFar);
  };
};
const shows: Weak = request => (request.method === 'POST' ? leads(orderPage) : page(`7 Hidden Lane ${forms}`));
const says201: Weak = () => response => response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
const neverSlows: Weak = ({ path, body }) => {
  if (path === '/sign-in') return page('', 401);
  if (path !== '/register') return page('');
  return body.includes('another') ? page('We know that e-mail already', 409) : leads();
};
/** Takes the square of the length, eight times. */
const slow = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(end => `^"*"*${end}$`).join('|');
const breaks: Weak = ({ path }) => {
  if (path !== '/openapi.json') return page('TypeError\n    at f (/app/main.js:1:1)', 500);
  const operation = {
    get: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: slow } }] },
  };
  return response =>
    response.end(JSON.stringify({ paths: { '/things/{id}': operation }, components: { schemas: {} } }));
};
/** Holds a place until its answer was read, however long that takes. */
const placesOf = (most: number): Weak => {
  let taken = 0;
  return () => response => {
    if (taken >= most) return page('', 503)(response);
    taken += 1;
    response.once('close', () => (taken -= 1)).once('finish', () => (taken -= 1));
    return page('x'.repeat(3_000_000))(response);
  };
};

/** Each attack, the weak shop on which it must be reported as broken, and what of it. */
const weaknesses: [attack: Attack, weak: Weak, broken: string[], over?: Partial<Target>][] = [
  [markup, acceptsAll(), ['markup', 'misleading characters', 'forged spans']],
  [foreignForms, acceptsAll(), ['foreign forms', 'method override', 'framing', 'redirects']],
  [rebinding, says201, ['rebinding']],
  [guessing, neverSlows, ['password guessing', 'who has an account, by words', 'common passwords']],
  [baskets, shows, ['planted basket', 'orders of others']],
  [numbers, () => leads(), ['quantities', 'price versions', 'comments without end', 'accounts without end']],
  [longAddresses, says201, ['traces under long addresses']],
  [slowWords, breaks, ['patterns', 'slow searches', 'searches at once']],
  [
    moneyPorts,
    says201,
    ['charge in the name of checkout', "the bank's captures", "a stranger's refund", 'void before the charge'],
  ],
  [productionRoom, acceptsAll(), ['buttons in production']],
  [fuzz(1), breaks, ['fuzz', 'processes after the fuzz']],
  [signInFlood, unavailableAbove(20), ['sign-in flood']],
  [slowReaders, placesOf(20), ['slow readers']],
  [pipelining, shows, ['pipelining']],
];

/** Answers 503 while more requests than this are under way, of all clients together. */
function unavailableAbove(most: number): Weak {
  let running = 0;
  return ({ path, method }) =>
    response => {
      running += 1;
      response.once('close', () => (running -= 1));
      if (running > most) return page('', 503)(response);
      // oxlint-disable-next-line no-restricted-globals -- the weak shop works 50 ms on each request
      setTimeout(() => (path === '/sign-in' ? page('', 401) : method === 'POST' ? leads() : page(''))(response), 50);
    };
}

describe('an attack', () => {
  const server = fakeServer();

  for (const [attack, weak, broken, over] of weaknesses) {
    it(`by ${attack.name} is reported as broken on a shop that is weak there`, async () => {
      server.does(weak);
      const findings = await attack.run(weakTarget(server.url, over));
      expect(findings.filter(({ held }) => !held).map(({ name }) => name)).toEqual(expect.arrayContaining(broken));
    }, 60_000);
  }
});
