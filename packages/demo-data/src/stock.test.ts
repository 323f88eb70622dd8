import { products } from './products.ts';
import { stock } from './stock.ts';
import { stores } from './stores.ts';

describe('the stock of the hundred stores', () => {
  const rows = stock();
  const byProduct = Map.groupBy(rows, row => row.productId);
  const harboursWith = (productId: string) => byProduct.get(productId)!.filter(row => row.received > 0).length;
  const idOf = (name: string) => products().find(product => product.name === name)!.id;

  it('has 10,000 to 12,000 rows, one for a store and a product, all of them known', () => {
    expect(rows.length).toBeGreaterThanOrEqual(10_000);
    expect(rows.length).toBeLessThanOrEqual(12_000);
    expect(new Set(rows.map(row => `${row.storeId} ${row.productId}`)).size).toBe(rows.length);
    const known = new Set([...stores().map(store => store.id), ...products().map(product => product.id)]);
    expect(rows.filter(row => !known.has(row.storeId) || !known.has(row.productId))).toEqual([]);
  });

  it('counts whole pieces, 0 to 40 on a shelf', () => {
    expect(rows.filter(row => !Number.isInteger(row.received) || row.received < 0 || row.received > 40)).toEqual([]);
  });

  it('knows every product, most of them in 20 to 60 stores', () => {
    expect(byProduct.size).toBe(300);
    const usual = [...byProduct.values()].filter(shelves => shelves.length >= 20 && shelves.length <= 60);
    expect(usual.length).toBeGreaterThanOrEqual(280);
  });

  it('gives every store more than 80 things to sell', () => {
    const byStore = Map.groupBy(
      rows.filter(row => row.received > 0),
      row => row.storeId,
    );
    expect(byStore.size).toBe(100);
    for (const shelf of byStore.values()) expect(shelf.length).toBeGreaterThan(80);
  });

  it('has six things in all 100 stores, and eight in 1 to 3', () => {
    const widths = [...byProduct.values()].map(shelves => shelves.length);
    expect(widths.filter(width => width === 100)).toHaveLength(6);
    expect(widths.filter(width => width <= 3)).toHaveLength(8);
  });

  it('has two products sold out everywhere, with their places kept', () => {
    const gone = products().filter(product => harboursWith(product.id) === 0);
    expect(gone.map(product => product.name)).toEqual(['Copper anchor lantern, large', 'Drum barograph, seven days']);
    for (const { id } of gone) expect(byProduct.get(id)!.length).toBeGreaterThanOrEqual(20);
  });

  it('has one piece in the whole chain of the tell-tale compass', () => {
    expect(byProduct.get(idOf('Tell-tale compass, overhead'))!.map(row => row.received)).toEqual([1]);
  });

  it('has the two-speed winch in 37 harbours, and 4 of them in Falmouth', () => {
    expect(harboursWith('wt-1001')).toBe(37);
    expect(byProduct.get('wt-1001')!.find(row => row.storeId === 'falmouth')!.received).toBe(4);
  });
});
