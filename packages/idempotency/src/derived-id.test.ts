import { idsIn, uuidv5 } from './derived-id.ts';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('an id that follows from a key', () => {
  it('is a UUID of version 5 as RFC 9562 makes it', () => {
    const namespace = Buffer.from(dns.replaceAll('-', ''), 'hex');
    expect(uuidv5(namespace, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('is the same for the same scope and key, and another one for any other', () => {
    const idOf = idsIn(dns);
    const ids = [
      idOf('checkout', 'k'),
      idOf('checkout', 'K'),
      idOf('storefront', 'k'),
      idsIn(idOf('a', 'b'))('checkout', 'k'),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(idsIn(dns)('checkout', 'k')).toBe(ids[0]);
  });
});
