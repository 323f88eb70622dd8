import { roomUrl } from '../addresses.ts';
import { browserLies, headerLies, type Place, tell, tokenLies } from '../kit/lies.ts';
import { about, atMost, inEach, shopExperiment } from './experiment.ts';
import type { OpenShop } from './open-shop.ts';

const PRODUCT = '/products/kayak-deck-compass';

/** Where a visitor arrives. */
const door = (shop: OpenShop): Place => ({
  service: 'storefront',
  url: shop.url,
  page: PRODUCT,
  other: { path: '/stores', route: '/stores' },
  priceUrl: `${roomUrl}/api${PRODUCT}/price`,
});

/** Where only other services are expected. @throws ControlRoomError containers publish no such port */
const inside = async (shop: OpenShop): Promise<Place> => ({
  service: 'search',
  url: await shop.innerUrl('search'),
  page: PRODUCT,
  other: { path: '/cards?ids=wt-1001', route: '/cards' },
  priceUrl: `${await shop.innerUrl('checkout')}/prices/wt-1001`,
});

export default shopExperiment({
  asks: 'Eight lies are told to the shop, at its door and past it. How many does it believe?',
  textbook: 'Fallacy 4: the network is secure.',
  hypothesis:
    'At the door no lie is believed. Past it each header between services is, because services trust the network between them.',
  held: 'All patterns stay on, and a lie is the same in both arms. Past the door means a port of a service that no visitor is to reach; containers publish none, so this needs npm start.',
  guess: { question: 'How many of the four lies in headers are believed past the door?', arm: 'past the door' },
  setup: () => ({
    seconds: 25,
    arms: { 'at the door': 'door', 'past the door': 'inside' } as Readonly<Record<string, 'door' | 'inside'>>,
  }),
  async run(arm, { arms }, shop) {
    const pastTheDoor = await inside(shop); // before the first arm too: without this port there is nothing to compare
    const isInside = arms[arm] === 'inside';
    const place = isInside ? pastTheDoor : door(shop);
    const inHeaders = await tell(headerLies, place, shop);
    const others = await tell(isInside ? tokenLies : [...browserLies, ...tokenLies], place, shop);
    return { inHeaders, others, latenessMs: 0 };
  },
  predict({ arms }) {
    return [
      {
        what: `lies in headers between services that are believed, of ${headerLies.length}`,
        unit: 'lies',
        why: 'A caller, a deadline, a kind of request and a trace that are not true. Storefront and control room ignore these headers; a service believes each of them, because only other services are to send them.',
        predicted: inEach(arms, where => about(where === 'inside' ? headerLies.length : 0, 0)),
        claim: { on: 'at the door', off: 'past the door', bound: atMost(0) },
        measure: ({ inHeaders }) => inHeaders,
      },
      {
        what: 'other lies that are believed',
        unit: 'lies',
        why: `At the door ${browserLies.length + tokenLies.length}: a form of another site, a foreign Host, and \`/ops\` and a price change without the token. Past it the ${tokenLies.length} without the token: a program that is inside needs no browser.`,
        predicted: inEach(arms, () => about(0, 0)),
        measure: ({ others }) => others,
      },
    ];
  },
  questions: [
    [
      'What can a program do that calls itself checkout past the door?',
      'Payment shows it every charge of checkout with the last four digits of each card, refunds them, and charges card tokens in the name of checkout.',
    ],
    [
      'Why are the two requests without the token refused past the door too?',
      'The token is a secret that such a program does not have. A header is text that every program can send.',
    ],
    [
      'What is not done?',
      'No service proves who it is: there are no tokens and no TLS between services, and none to Redis and Postgres. Only the network keeps programs away from these ports. docs/security.md has the list.',
    ],
  ],
  see: {
    page: "`curl -i -H 'Request-Deadline-Ms: 0' http://localhost:8080/` is answered with the page; the same header is answered 504 by search, on port 3001.",
    room: 'While it runs, <http://localhost:8081/?at=storefront.search> shows the faults that tell a believed lie from another: one strikes only requests of checkout.',
    trace: 'Past the door the forged trace has a span of search under a parent that does not exist.',
  },
  changeOne:
    'In lab/kit/lies.ts let the request have a deadline of 500 ms and not of 0. How many lies count as believed, and is that one less believed?',
  sources: [
    ['NIST SP 800-207, Zero Trust Architecture (2020)', 'https://csrc.nist.gov/pubs/sp/800/207/final'],
    [
      'OWASP: Cross-Site Request Forgery Prevention, Fetch Metadata',
      'https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html',
    ],
    ['W3C Trace Context, security considerations', 'https://www.w3.org/TR/trace-context/#security-considerations'],
  ],
});
