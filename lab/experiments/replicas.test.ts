import gray from './gray.ts';
import homogeneous from './homogeneous.ts';
import news from './news.ts';
import { needsOf, startArgsFor } from './replicas.ts';

describe('the shop that experiments need', () => {
  it('has as many processes of each service as the one that needs most', () => {
    const three = { ...gray, replicas: { search: 3, checkout: 2 } };
    expect(startArgsFor([gray, news, three])).toEqual(['--replicas', 'search=3,checkout=2']);
    expect(startArgsFor([homogeneous, news])).toEqual([]);
  });

  it('is said with the command that opens it', () => {
    expect([homogeneous, news, gray].map(needsOf)).toEqual([
      'nothing',
      'the open shop',
      'the open shop: `npm start -- --replicas search=2`',
    ]);
  });
});
