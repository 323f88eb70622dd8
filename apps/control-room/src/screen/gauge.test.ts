import { gauge, perMark } from './gauge.ts';

describe('the marks of a gauge', () => {
  const drawn = async (full: number, total: number) => {
    const svg = String(await gauge(full, total));
    return [svg.match(/class="full"/g)?.length ?? 0, svg.match(/class="free"/g)?.length ?? 0];
  };

  it.each([
    [5, 1],
    [20, 1],
    [21, 2],
    [50, 5],
    [100, 5],
    [200, 10],
    [201, 20],
    [760, 50],
    [1_000_000, 50_000],
  ])('of %i stand for %i each', (total, each) => {
    expect(perMark(total)).toBe(each);
  });

  it.each([
    [0, 5, [0, 5]],
    [2, 5, [2, 3]],
    [118, 200, [12, 8]],
    [1, 200, [1, 19]],
    [3, 0, [0, 0]],
    [9, 5, [5, 0]],
    [-1, 5, [0, 5]],
    [1e9, 1e9, [20, 0]],
  ])('show %d of %d as full and free ones: %j', async (full, total, expected) => {
    expect(await drawn(full, total)).toEqual(expected);
  });
});
