import { comments } from './comments.ts';
import { products } from './products.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

describe('the comments', () => {
  const all = comments(NOW);

  it('are about 600, none of them empty and none said twice', () => {
    expect(all.length).toBeGreaterThanOrEqual(550);
    expect(all.length).toBeLessThanOrEqual(650);
    expect(new Set(all.map(comment => comment.text)).size).toBe(all.length);
    expect(new Set(all.map(comment => comment.id)).size).toBe(all.length);
    for (const { text, author } of all) {
      expect(text.trim().length).toBeGreaterThan(10);
      expect(author).toMatch(/^\S.*, \S/);
    }
  });

  it('speak of products that exist, more than 250 of them, and of the three articles', () => {
    const known = new Set(products().map(product => `product:${product.id}`));
    const subjects = new Set(all.map(comment => comment.subject));
    const others = [...subjects].filter(subject => !known.has(subject));
    expect(others.toSorted()).toEqual([
      'article:the-pilot-who-asks-twice',
      'article:what-a-bulkhead-is-for',
      'article:when-to-reef',
    ]);
    expect(subjects.size).toBeGreaterThan(250);
  });

  it('let nobody speak twice on one page', () => {
    expect(new Set(all.map(({ subject, author }) => `${subject} ${author}`)).size).toBe(all.length);
  });

  it('are 3 days and an hour to two years old, oldest first', () => {
    const ages = all.map(({ at }) => (NOW.getTime() - at.getTime()) / DAY_MS);
    expect(Math.min(...ages)).toBeCloseTo(3 + 1 / 24);
    expect(Math.max(...ages)).toBeLessThan(730);
    expect(ages).toEqual(ages.toSorted((one, other) => other - one));
  });

  it('begin on the two-speed winch with Ines and Olav, as the pictures of the shop say', () => {
    const youngest = all.filter(comment => comment.subject === 'product:wt-1001').slice(-2);
    expect(youngest.map(({ author, text }) => [author, text])).toEqual([
      ['Olav, Bergen', 'Check your backing plate before you blame the winch. Ours was plywood.'],
      [
        'Ines, Horta',
        'Two seasons of Azores salt and it still spins like the day it came out of its box. Grease it in March and forget it.',
      ],
    ]);
  });

  it.each(['Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Thai', 'Hangul', 'Han', 'Hiragana'])('are in %s too', script => {
    const written = new RegExp(`\\p{Script=${script}}`, 'u');
    expect(all.some(comment => written.test(comment.text))).toBe(true);
  });

  it('grow older with the day they are asked for, and change nothing else', () => {
    const later = comments(new Date(NOW.getTime() + 10 * DAY_MS));
    expect(later.map(({ at, ...rest }) => ({ ...rest, at: at.getTime() - 10 * DAY_MS }))).toEqual(
      all.map(({ at, ...rest }) => ({ ...rest, at: at.getTime() })),
    );
  });
});
