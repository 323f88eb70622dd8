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
  asks: 'A program on the network of the shop forges four headers between services. How many does a service believe?',
  textbook: 'Fallacy 4: the network is secure.',
  hypothesis:
    'A service that wants a certificate of its callers believes none. Without that each header is believed, because the network between services is taken to be theirs.',
  held: 'All other patterns stay on, and a lie is the same in both arms. The program asks search on its port, which no visitor is to reach; containers publish none, so this needs npm start.',
  guess: { question: 'How many of the four lies in headers are believed without identity?', arm: 'no identity' },
  setup: () => ({
    seconds: 35,
    arms: { identity: true, 'no identity': false } as Readonly<Record<string, boolean>>,
  }),
  async run(arm, { arms }, shop) {
    const pastTheDoor = await inside(shop); // before the first arm too: without this port there is nothing to compare
    const atTheDoor = door(shop);
    await shop.pattern('identity', arms[arm] === true ? 'on' : 'off');
    const inHeaders = await tell(headerLies, pastTheDoor, shop);
    const withoutToken = await tell(tokenLies, pastTheDoor, shop);
    const atDoor = await tell([...headerLies, ...browserLies, ...tokenLies], atTheDoor, shop);
    return { inHeaders, others: withoutToken + atDoor, latenessMs: 0 };
  },
  predict({ arms }) {
    return [
      {
        what: `lies in headers between services that are believed, of ${headerLies.length}`,
        unit: 'lies',
        why: 'A caller, a deadline, a kind of request and a trace that are not true. With identity the program has no certificate of the shop: it is refused, and its headers are not read. Without it each of them is believed, because only other services are to send them.',
        predicted: inEach(arms, hasIdentity => about(hasIdentity ? 0 : headerLies.length, 0)),
        claim: { on: 'identity', off: 'no identity', bound: atMost(0) },
        measure: ({ inHeaders }) => inHeaders,
      },
      {
        what: 'other lies that are believed',
        unit: 'lies',
        why: `Past the door the ${tokenLies.length} without the ops token. At the door, where visitors come in, all ${headerLies.length + browserLies.length + tokenLies.length}: the same headers, a form of another site, a foreign Host, and the two without the token. Identity changes none of them: browsers have no certificate, so they are never believed.`,
        predicted: inEach(arms, () => about(0, 0)),
        measure: ({ others }) => others,
      },
    ];
  },
  questions: [
    [
      'What can a program do that calls itself checkout, without identity?',
      'Payment shows it every charge of checkout with the last four digits of each card, refunds them, and charges card tokens in the name of checkout.',
    ],
    [
      'Why are the two requests without the token refused in both arms?',
      'The token is a secret that such a program does not have. A header is text that every program can send.',
    ],
    [
      'A thief copies the key of search. What can he do, and for how long?',
      'What the contracts let search do: nothing at payment, because search calls no service. After two rotations (npm run shop rotate) the key is worth nothing.',
    ],
  ],
  see: {
    page: "`curl -i -H 'Request-Deadline-Ms: 0' http://localhost:8080/` is answered with the page; search, on port 3001, answers 403 `identity-required`, and 504 while *identity* is off.",
    room: 'The switch *identity* of each service. While it runs, <http://localhost:8081/?at=storefront.search> shows the faults that tell a believed lie from another: one strikes only requests of checkout.',
    trace: 'Without identity the forged trace has a span of search under a parent that does not exist.',
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
