import administrator from './administrator.ts';
import bulkhead from './bulkhead.ts';
import metastable from './metastable.ts';
import cascade from './cascade.ts';
import gray from './gray.ts';
import homogeneous from './homogeneous.ts';
import chargeTwice from './charge-twice.ts';
import clock from './clock.ts';
import herd from './herd.ts';
import lastPiece from './last-piece.ts';
import onePrice from './one-price.ts';
import oneShipment from './one-shipment.ts';
import retryStorm from './retry-storm.ts';
import secure from './secure.ts';
import thousand from './thousand.ts';
import topology from './topology.ts';
import transport from './transport.ts';

const values = (row: { predicted: Readonly<Record<string, { value: number }>> } | undefined) =>
  Object.values(row?.predicted ?? {}).map(({ value }) => value);

describe('predictions', () => {
  it('of thousand: 1,000 requests and 30,000 s, or 19 requests and 5.7 s', () => {
    const [sent, waited] = thousand.predict(thousand.setup(false));
    expect(values(sent)).toEqual([1000, 1000, 1000, 19]);
    expect(values(waited)).toEqual([30_000, 30_000, 300, 5.7]);
  });

  it('of thousand follow a breaker that opens after 10 failures: 0.48 s × 50/s = 24 requests', () => {
    const setup = thousand.setup(false);
    const timeout = { afterMs: 300 };
    const changed = { ...setup, arms: { '300 ms, breaker': { timeout, breaker: { failuresToOpen: 10 } } } };
    const [sent] = thousand.predict(changed);
    expect(values(sent)).toEqual([24]);
    expect(sent?.why).toContain(
      'Call 10 leaves after 180 ms and fails 300 ms later, at 480 ms. Until then 0.48 s × 50/s = 24',
    );
  });

  it('of bulkhead follow a pool of 200: full after 2 s, 800 of 1,000 refused', () => {
    const setup = bulkhead.setup(false);
    const changed = { ...setup, arms: { ...setup.arms, 'one pool': 200 } };
    const [answered, , refused] = bulkhead.predict(changed);
    expect(answered?.why).toContain('full after 2 s');
    expect(values(refused)).toEqual([900, 800]);
  });

  it('of metastable follow a load of 12 a second: three attempts each are less than 50, so it recovers', () => {
    const setup = metastable.setup(false);
    const [withPlainRetries, ofTwelve] = [setup, { ...setup, perSecond: 12 }].map(
      changed => metastable.predict(changed)[0]?.predicted['retries']?.value,
    );
    expect(withPlainRetries).toBe(Infinity);
    expect(ofTwelve).toBeLessThan(5);
  });

  it('of one-shipment follow the connections of two processes: 18 owners, 17 of them in vain', () => {
    const [owners, inVain] = oneShipment.predict({ ...oneShipment.setup(false), processes: 2 });
    expect([values(owners), values(inVain)]).toEqual([
      [1, 18],
      [0, 17],
    ]);
  });

  it('of last-piece: 9 of 20 pay, and all 5 where they are fewer than connections', () => {
    const setup = lastPiece.setup(false);
    expect(values(lastPiece.predict(setup)[0])).toEqual([1, 9]);
    const few = lastPiece.predict({ ...setup, buyers: 5 });
    expect(few.map(values)).toEqual([
      [1, 5],
      [1, 5],
      [4, 0],
    ]);
  });

  it('of one-price: half for thoughts of up to one period, 5 of 6 for three periods', () => {
    const setup = { ...onePrice.setup(false), buyers: 60 };
    expect(values(onePrice.predict(setup)[0])).toEqual([0, 30]);
    expect(values(onePrice.predict({ ...setup, longestThoughtMs: 6000 })[0])[1]).toBeCloseTo(50, 9);
  });

  it('of charge-twice: 125 charges for 100 orders, and 2 for one; with 5 attempts and half of the answers lost 197', () => {
    const setup = { ...chargeTwice.setup(false), orders: 100 };
    const [charges, ofOne] = chargeTwice.predict(setup).map(row => row.predicted['naive']?.value ?? NaN);
    expect([Math.round(charges ?? NaN), ofOne]).toEqual([125, 2]);
    const half = chargeTwice.predict({ ...setup, lostShare: 0.5, attempts: 5 })[0]?.predicted['naive']?.value;
    expect(half).toBeCloseTo(100 * ((1 - 0.5 ** 5) / 0.5 + 0.5 ** 5), 9);
  });

  it('of cascade: A with 50 permits refuses at once, which leaves C 50 of its 100', () => {
    const setup = cascade.setup(false);
    const own = (permits: typeof setup.permits) =>
      cascade.predict({ ...setup, permits }).map(row => row.predicted['none']?.value);
    expect(own(setup.permits)).toEqual([0, 0, 100, 100]);
    expect(own({ a: 50, c: 100 })).toEqual([0, 100, 50, 50]);
  });

  it('of clock: a deadline of 2 s has passed for a clock that is 3 s ahead, not for one that is 1 s ahead', () => {
    const setup = clock.setup(false);
    expect(clock.predict(setup).map(values)).toEqual([
      [0, 100, 0, 0],
      [0, 0, 3],
    ]);
    expect(clock.predict({ ...setup, wrongMs: 1000 }).map(values)).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
  });

  it('of herd: 15 of 100 processes probe together, and 9 where the open period is 3 s ± 50 %', () => {
    const setup = herd.setup(false);
    expect(values(herd.predict(setup)[0]).map(Math.round)).toEqual([15, 100]);
    const breaker = { failuresToOpen: 5, openMs: setup.openMs, openJitter: 0.5 };
    const changed = { ...setup, arms: { ...setup.arms, jitter: { breaker } } };
    expect(Math.round(values(herd.predict(changed)[0])[0] ?? NaN)).toBe(9);
  });

  it('of transport: as many connections as calls at once, or as many as calls', () => {
    const setup = transport.setup(false);
    expect(values(transport.predict(setup)[0])).toEqual([10, 1000]);
    expect(values(transport.predict({ ...setup, atOnce: 50 })[0])).toEqual([50, 1000]);
  });

  it('of gray: 8 of 100 pages or half; with three replicas a third, and with a limit of 250 ms 6', () => {
    const setup = gray.setup(false);
    expect(values(gray.predict(setup)[0])).toEqual([8, 50]);
    expect(values(gray.predict({ ...setup, replicas: 3 })[0])[1]).toBeCloseTo(100 / 3, 9);
    expect(values(gray.predict({ ...setup, limitMs: 250 })[0])[0]).toBe(6);
  });

  it('of topology: 0, one a second, or all 200; at 100 pages a second 10 of 1,000', () => {
    const setup = topology.setup(false);
    expect(values(topology.predict(setup)[0])).toEqual([0, 10, 200]);
    expect(values(topology.predict({ ...setup, perSecond: 100 })[0])).toEqual([0, 10, 1000]);
  });

  it('of homogeneous: 3.2 % and 26 ms, or a third and 173 ms; 13 % where the slow one takes 100 ms', () => {
    const setup = homogeneous.setup(false);
    const rounded = (changed: typeof setup) =>
      homogeneous.predict(changed).map(row => values(row).map(value => Number(value.toPrecision(2))));
    expect(rounded(setup)).toEqual([
      [3.2, 33],
      [26, 170],
    ]);
    expect(rounded({ ...setup, answersMs: [10, 10, 100] })[0]).toEqual([13, 33]);
  });

  it('of retry-storm follow 3 attempts: 100 × 3³ = 2,700', () => {
    const changed = { ...retryStorm.setup(false), attempts: 3 };
    expect(retryStorm.predict(changed)[0]?.predicted['neither']?.value).toBe(2700);
  });

  it('of administrator: half of the pages; of 10 % in 400 pages 10 ± 5', () => {
    const setup = administrator.setup(false);
    expect(administrator.predict(setup).map(values)).toEqual([[0, 50], [50]]);
    const [, copies] = administrator.predict({ ...setup, wrongPercent: 10, forMs: 20_000 });
    expect(copies?.predicted['contract check']).toEqual({ value: 10, within: 5 });
  });

  it('of secure: no lie at the door, the four in headers past it, and nothing without the token', () => {
    const [inHeaders, others] = secure.predict(secure.setup(false));
    expect([values(inHeaders), values(others)]).toEqual([
      [0, 4],
      [0, 0],
    ]);
  });
});
