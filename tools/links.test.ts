import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './config.ts';
import { listFiles } from './plain-english/check-plain-english.ts';

const pages = listFiles(root).filter(path => path.endsWith('.md'));

const textOf = (page: string) => readFileSync(join(root, page), 'utf8').replaceAll(/^ *```.*?^ *```/gms, '');

/** The links of a page to files of this repository, as they stand there. */
const linksOf = (page: string) =>
  [...textOf(page).matchAll(/\]\(\s*([^)\s]+)\s*\)/g)]
    .map(([, link = '']) => link)
    .filter(link => !/^[a-z]+:/.test(link));

/** The names by which the headings of a page are linked to. */
const headingsOf = (page: string) =>
  [...textOf(page).matchAll(/^#+ +(.*)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

function isBroken(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return true;
  return heading !== undefined && target.endsWith('.md') && !headingsOf(target).includes(heading);
}

describe('the Markdown pages', () => {
  it.each(pages)('%s links to files and headings that exist', page => {
    expect(linksOf(page).filter(link => isBroken(page, link))).toEqual([]);
  });

  it.each([
    ['packages/resilience/src/retry/delay.ts'],
    ['apps/payment/src/charge-card.ts'],
    ['apps/payment/src/ledger/ledger.ts'],
    ['docs/patterns/fallback.md'],
    ['packages/resilience/src/breaker/breaker.ts'],
    ['docs/reference/time-budgets.md'],
    ['apps/storefront/src/product/product-page.ts'],
    ['tools/bootstrap.mjs'],
    ['lab/experiments/experiment.ts'],
  ])('lead to %s in two steps from README.md', target => {
    const step = (page: string) => linksOf(page).map(link => join(dirname(page), link.split('#')[0] ?? ''));
    const second = step('README.md')
      .filter(page => page.endsWith('.md'))
      .flatMap(step);
    expect([...step('README.md'), ...second]).toContain(target);
  });
});
