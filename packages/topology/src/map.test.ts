import { type App, apps } from './apps.ts';
import { layOut } from './map.ts';

const placeOf = (all: readonly App[], name: string) => layOut(all).places.find(each => each.name === name);

describe('the map of the shop', () => {
  it('has the storefront in column 0, a callee right of its callers, and one row per leaf', () => {
    expect(layOut().places).toEqual([
      { name: 'storefront', column: 0, row: 2 },
      { name: 'search', column: 1, row: 0 },
      { name: 'checkout', column: 1, row: 1 },
      { name: 'payment', column: 2, row: 1 },
      { name: 'bank', column: 3, row: 1 },
      { name: 'profile', column: 1, row: 2 },
      { name: 'recommendations', column: 1, row: 3 },
      { name: 'comments', column: 1, row: 4 },
    ]);
    expect(layOut().rows).toBe(5);
  });

  it('has 7 calls, and none of the visitors or the control room', () => {
    expect(layOut().edges).toHaveLength(7);
    for (const name of ['visitors', 'control-room']) expect(layOut().edges.flat()).not.toContain(name);
  });

  it('gives a service that no other calls a row of its own', () => {
    const [bank] = apps;
    expect(placeOf([...apps, { ...bank!, name: 'parcels' }], 'parcels')).toMatchObject({ column: 0, row: 0 });
  });
});

describe('the apps', () => {
  it('have a port each, and call only apps that are declared before them', () => {
    expect(new Set(apps.map(({ port }) => port)).size).toBe(apps.length);
    for (const [index, { calls }] of apps.entries()) {
      const before = apps.slice(0, index).map(({ name }) => name);
      expect(calls.filter(callee => !before.includes(callee))).toEqual([]);
    }
  });
});
