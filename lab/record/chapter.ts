/** A sentence of the textbook chapter, and what shows it: an experiment by its name, or other commands and pages. */
interface Sentence {
  readonly says: string;
  readonly experiment?: string;
  readonly instead?: string;
}

const shownBy = (experiment: string, ...sentences: string[]): Sentence[] =>
  sentences.map(says => ({ says, experiment }));

/** The sentences of the chapter in its order. One whose experiment is not in the list has "no experiment". */
export const chapter: readonly Sentence[] = [
  {
    says: 'A chain runs a hundred stores.',
    instead: '`npm start`, then <http://localhost:8080/stores>',
  },
  ...shownBy('last-piece', 'One store runs low on stock and needs a delivery.'),
  ...shownBy('one-shipment', 'Two stores compete for one shipment.'),
  ...shownBy('one-price', 'A price is the same in all stores.'),
  ...shownBy('charge-twice', 'Without an answer the caller cannot know whether the work was done.'),
  ...shownBy('news', 'Many machines fail in ways that one server never does: one part is dead, slow or hung.'),
  ...shownBy('retry', 'Fallacy 1: the network is reliable.'),
  ...shownBy('latency', 'Fallacy 2: latency is zero.'),
  ...shownBy('bandwidth', 'Fallacy 3: bandwidth is infinite.'),
  ...shownBy('secure', 'Fallacy 4: the network is secure.'),
  ...shownBy('topology', 'Fallacy 5: topology does not change.'),
  ...shownBy('administrator', 'Fallacy 6: there is one administrator.'),
  ...shownBy('transport', 'Fallacy 7: transport cost is zero.'),
  ...shownBy('homogeneous', 'Fallacy 8: the network is homogeneous.'),
  ...shownBy('retry', 'A failed request often succeeds when it is repeated.'),
  ...shownBy('retry-storm', 'Immediate retries make an outage worse.'),
  ...shownBy(
    'jitter',
    'Attempts start at 0, 100, 300, 700 and 1,500 ms; the fifth is the last.',
    'Jitter spreads the retries of many clients.',
  ),
  ...shownBy(
    'thousand',
    'A slow dependency holds the connections of all its callers.',
    '1,000 requests wait for service B, each until its timeout of 30 s.',
  ),
  ...shownBy(
    'cascade',
    'The threads of service A are used up, and A becomes slow too.',
    'Service C calls A and becomes slow too: a cascade.',
  ),
  ...shownBy(
    'breaker',
    'After five errors in a row the breaker opens, and requests are refused at once for 30 s.',
    'Then three test requests are let through; two good ones close the breaker.',
  ),
  ...shownBy('metastable', 'A service without load recovers faster.'),
  ...shownBy('thousand', 'With a breaker only the first requests wait; all others are refused at once.'),
  ...shownBy(
    'bulkhead',
    'A bulkhead gives each dependency a pool of its own.',
    'Without bulkheads all dependencies share one pool.',
    'Slow search requests fill the pool, and checkout breaks although it has no bug.',
    'Search has 100 threads (here: permits), checkout 200, profile 50.',
    'A slow search uses only its own 100 threads; checkout works.',
  ),
  ...shownBy(
    'timeout',
    'A call without a timeout waits as long as the other side likes.',
    'A timeout bounds what a stuck request can hold.',
    'Too short: healthy requests fail. Too long: callers are blocked.',
    'A good limit is three times the p99, the time within which 99 of 100 requests are answered.',
  ),
  ...shownBy(
    'charge-twice',
    'The answer is lost, the client repeats, and the customer pays 99.99 USD twice.',
    'With an idempotency key the second request gets the answer of the first.',
  ),
  {
    says: 'The key is stored with the work, so that two requests at once have one effect.',
    instead: '`npm run check:money`',
  },
  ...shownBy(
    'news',
    'Without an optional part a page is still useful.',
    'A page that needs all its parts says "Error, page unavailable".',
    'The article loads; in place of the comments it says "Comments unavailable right now."',
  ),
  {
    says: 'Plan for unreliability from the start.',
    instead: 'the [cheat sheet](../teach/cheat-sheet.md), one page to print',
  },
];
