import { emailKey } from './email-key.ts';

describe('the key of an e-mail address', () => {
  it.each([
    ['ADA@Example.com', 'ada@example.com'],
    [' ada@example.com ', 'ada@example.com'],
    ['Jose\u0301@example.com', 'jos\u00e9@example.com'],
  ])('of %j is %j', (email, key) => {
    expect(emailKey(email)).toBe(key);
  });

  it.each([
    ['a dot', 'a.da@example.com'],
    ['a tag', 'ada+shop@example.com'],
  ])('differs by %s: only the provider knows whether it is the same person', (_, email) => {
    expect(emailKey(email)).not.toBe(emailKey('ada@example.com'));
  });
});
