import { type DemoStore, stores } from './stores.ts';

describe('the harbours', () => {
  const all = stores();

  it('are 100, and no id or name is given twice', () => {
    expect(all).toHaveLength(100);
    expect(new Set(all.map(store => store.id)).size).toBe(100);
    expect(new Set(all.map(store => store.name)).size).toBe(100);
  });

  it('have ids that need no escaping and countries of two letters', () => {
    for (const { id, country } of all) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(country).toMatch(/^[A-Z]{2}$/);
    }
    expect(all.find(store => store.name === 'Đà Nẵng')!.id).toBe('da-nang');
  });

  it('lie on the earth, at least 10 of them in each quarter of the compass', () => {
    for (const { latitude, longitude } of all) {
      expect(Math.abs(latitude)).toBeLessThanOrEqual(75);
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
    }
    const quarters = Map.groupBy(all, ({ latitude, longitude }) => `${latitude > 0} ${longitude > 0}`);
    expect(quarters.size).toBe(4);
    for (const harbours of quarters.values()) expect(harbours.length).toBeGreaterThanOrEqual(10);
  });

  it('are nowhere within 5 km of one another', () => {
    for (const [index, one] of all.entries()) {
      for (const other of all.slice(0, index)) {
        const near = distanceKm(one, other) < 5;
        expect({ one: one.name, other: other.name, near }).toEqual({ one: one.name, other: other.name, near: false });
      }
    }
  });

  // Great-circle distances between the towns as GeoNames places them: a swapped or mistyped coordinate shows up here.
  it.each([
    ['falmouth', 'brest', 200],
    ['horta', 'palma', 2690],
    ['bergen', 'reykjavik', 1456],
    ['cape-town', 'jamestown', 3135],
    ['mombasa', 'victoria', 1751],
    ['auckland', 'sydney', 2156],
    ['honolulu', 'majuro', 3662],
    ['valparaiso', 'papeete', 7856],
    ['ushuaia', 'stanley', 775],
  ])('lie as far apart as they do: %s to %s is %i km, give or take 2 %%', (from, to, km) => {
    const [one, other] = [from, to].map(id => all.find(store => store.id === id)!);
    expect(distanceKm(one!, other!) / km).toBeGreaterThan(0.98);
    expect(distanceKm(one!, other!) / km).toBeLessThan(1.02);
  });
});

function distanceKm(one: DemoStore, other: DemoStore): number {
  const rad = Math.PI / 180;
  const haversine =
    Math.sin(((other.latitude - one.latitude) * rad) / 2) ** 2 +
    Math.cos(one.latitude * rad) *
      Math.cos(other.latitude * rad) *
      Math.sin(((other.longitude - one.longitude) * rad) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(haversine));
}
