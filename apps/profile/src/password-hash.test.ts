import { argon2Sync } from 'node:crypto';
import { closeAllPipelines } from '@watertight/resilience';
import { hashPassword, isPassword, nobodysPassword } from './password-hash.ts';

afterAll(() => closeAllPipelines());

describe('a stored password', () => {
  it('is argon2id with 19 MiB, 2 passes and 1 lane, salted anew each time', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
    expect([await isPassword('correct horse', one), await isPassword('correct horse', other)]).toEqual([true, true]);
  });

  it.each(['correct hors', 'Correct horse', 'correct horse ', ''])('is not %j', async wrong => {
    expect(await isPassword(wrong, await hashPassword('correct horse'))).toBe(false);
  });

  it('is known however its accents were composed', async () => {
    expect(await isPassword('Gro\u0308ßenwahn'.normalize('NFC'), await hashPassword('Gro\u0308ßenwahn'))).toBe(true);
  });

  it('made with other numbers than today’s still fits', async () => {
    const nonce = Buffer.alloc(16, 7);
    const cost = { memory: 8, passes: 1, parallelism: 1, tagLength: 32 };
    const hash = argon2Sync('argon2id', { message: 'correct horse', nonce, ...cost });
    const [salt64, hash64] = [nonce, hash].map(bytes => bytes.toString('base64').replaceAll('=', ''));
    expect(await isPassword('correct horse', `$argon2id$v=19$m=8,t=1,p=1$${salt64}$${hash64}`)).toBe(true);
  });

  it('of nobody costs the same and fits nothing', async () => {
    expect(nobodysPassword).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(await isPassword('', nobodysPassword)).toBe(false);
  });
});
