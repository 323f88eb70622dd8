import { type Attack, finding, nothingWrong, type Target } from './attack.ts';
import { Browser } from './browser.ts';
import { documentOf } from './fuzz/documents.ts';
import { services } from './services.ts';
import { ask } from './wire.ts';

/** Texts for which a pattern with two ways to match the same thing takes exponential time. */
const texts = [
  'a'.repeat(2000),
  `${'a-'.repeat(200)}!`,
  `${'a.'.repeat(200)}@`,
  `${'.a'.repeat(120)}@`,
  `a@${'a-'.repeat(200)}`,
  `a@${'a.'.repeat(200)}`,
  `${'0'.repeat(2000)}!`,
  `${'1.'.repeat(500)}x`,
  `${' '.repeat(2000)}a`,
  '"'.repeat(5000),
  `/${'/'.repeat(2000)}\n`,
];
const PATTERN_MS = 25;
const words = [
  'qzxv wqkj zzxq vvbn qqpl xkcd zjzj wvwv qxqx kkjj yyqq zzww',
  'wincj ropr ankor lantrn cmpass pumq blokc knifr kettlr brsuh hosr chian',
  'r s w a b c p l k m d h',
  `'a' | b & !c <-> d:* '' \\ ( ) winch`,
  'w\u0301i\u0301n\u0301c\u0301h'.repeat(10),
  Array.from({ length: 12 }, (_, i) => String.fromCharCode(97 + i).repeat(15)).join(' '),
];
/** The page's own limit for search. What takes longer is a search that holds others up. */
const SEARCH_MS = 1000;
const AT_ONCE = 20;

/** Texts chosen to be slow: for every pattern that the services publish, and for the index of search. */
export const slowWords: Attack = {
  name: 'slow-words',
  run: async target => [await patterns(target), await searches(target), await atOnce(target)],
};

async function patterns(target: Target) {
  const found = new Set<string>();
  for (const service of services) {
    const document = await documentOf(target, service);
    const json = JSON.stringify(document ?? {});
    for (const [, pattern] of json.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g))
      found.add(JSON.parse(pattern ?? '""') as string);
  }
  const slow = [...found].filter(pattern => slowestMs(new RegExp(pattern, 'u')) > PATTERN_MS);
  return nothingWrong(
    'patterns',
    found.size === 0 ? ['none was found'] : slow,
    `${found.size} patterns × ${texts.length} texts: each below ${PATTERN_MS} ms`,
  );
}

/** The best of three: a busy machine makes any of them slow. */
const slowestMs = (pattern: RegExp): number =>
  Math.max(...texts.map(text => Math.min(...[1, 2, 3].map(() => timed(pattern, text)))));

function timed(pattern: RegExp, text: string): number {
  const startMs = performance.now();
  pattern.test(text);
  return performance.now() - startMs;
}

async function searches({ shop }: Target) {
  const slow: string[] = [];
  for (const q of words) {
    const answers = await Promise.all([1, 2, 3].map(() => ask('GET', `${shop}/search?q=${encodeURIComponent(q)}`)));
    const [best] = answers.filter(({ status }) => status === 200).toSorted((a, b) => a.tookMs - b.tookMs);
    if (best === undefined || best.tookMs > SEARCH_MS)
      slow.push(`${q.slice(0, 20)}: ${best?.tookMs ?? answers[0]?.status}`);
  }
  return nothingWrong('slow searches', slow, `${words.length} searches below ${SEARCH_MS} ms`);
}

async function atOnce({ shop }: Target) {
  const flood = Array.from({ length: AT_ONCE }, async (_, n) => {
    for (const q of words) await ask('GET', `${shop}/search?q=${encodeURIComponent(`${q} ${n}`)}`);
  });
  const others: number[] = [];
  for (let n = 0; n < 4; n += 1) others.push((await new Browser(shop).get('/search?q=rope')).status);
  await Promise.all(flood);
  return finding(
    'searches at once',
    others.every(status => status === 200),
    `${AT_ONCE} visitors search for them: others get ${others.join(' ')}`,
  );
}
