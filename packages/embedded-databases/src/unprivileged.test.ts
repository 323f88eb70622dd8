import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityFor } from './unprivileged.ts';

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('the user that a database of root runs as', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'watertight-checkout-'));
  afterAll(() => rmSync(checkout, { recursive: true }));

  it("is nobody in a checkout of root's", () => {
    expect(identityFor(join(checkout, '.data', 'postgres'))).toEqual({ uid: 65534, gid: 65534 });
  });

  it("is the checkout's owner, although sudo has made the folder around the data", () => {
    mkdirSync(join(checkout, '.data'));
    chownSync(checkout, 1, 2); // daemon on every Linux
    expect(identityFor(join(checkout, '.data', 'postgres'))).toEqual({ uid: 1, gid: 2 });
  });

  it('is nobody where the owner has no name, as in a container with a mounted checkout', () => {
    chownSync(checkout, 12_345, 12_345);
    expect(identityFor(join(checkout, '.data', 'postgres'))).toEqual({ uid: 65534, gid: 65534 });
  });
});
