import { jest } from '@jest/globals';
import { WorstPages } from './worst-pages.ts';

const page = (traceId: string, tookMs: number, failed = false) => ({
  traceId,
  shop: 'storefront',
  path: '/',
  tookMs,
  failed,
});

describe('the worst pages', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  const names = (pages: WorstPages, most = 4) => pages.worst(most).map(({ traceId }) => traceId);

  it('are those that failed, then the slowest, and no more than asked for', () => {
    const pages = new WorstPages();
    for (const each of [page('quick', 10), page('slow', 900), page('failed', 5, true), page('slower', 2000)])
      pages.add(each);
    expect(names(pages)).toEqual(['failed', 'slower', 'slow', 'quick']);
    expect(names(pages, 2)).toEqual(['failed', 'slower']);
  });

  it('are of the last minute', () => {
    const pages = new WorstPages();
    pages.add(page('old', 5000, true));
    jest.advanceTimersByTime(59_000);
    pages.add(page('young', 10));
    expect(names(pages)).toEqual(['old', 'young']);
    jest.advanceTimersByTime(1_001);
    expect(names(pages)).toEqual(['young']);
  });

  it('are of the latest 6,000 of a flood', () => {
    const pages = new WorstPages();
    for (let i = 0; i < 6001; i += 1) pages.add(page(String(i), i === 0 ? 9000 : 1));
    expect(names(pages, 7000)).toHaveLength(6000);
    expect(names(pages)).not.toContain('0');
  });
});
