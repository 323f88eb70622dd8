import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { postgresBinaries } from './postgres-binaries.ts';
import { canReach } from './unprivileged.ts';

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;
const nobody = { uid: 65534, gid: 65534 };

asRoot('the binaries of a checkout that only root may enter', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'watertight-private-')); // 0700, as /root is
  const native = join(checkout, 'linux-x64', 'native');
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  it('are copied, once per version, to where an unprivileged database can run them', () => {
    mkdirSync(join(native, 'bin'), { recursive: true });
    writeFileSync(join(native, 'bin', 'postgres'), '', { mode: 0o755 });
    writeFileSync(join(native, '..', 'package.json'), JSON.stringify({ version: `of-test-${process.pid}` }));

    const { postgres } = postgresBinaries(nobody, native);
    expect(postgres).toContain(`postgres-of-test-${process.pid}`);
    expect(canReach(postgres, nobody)).toBe(true);
    expect(statSync(postgres).mode & 0o111).toBe(0o111);
    expect(postgresBinaries(nobody, native).postgres).toBe(postgres);
    rmSync(dirname(dirname(postgres)), { recursive: true });
  });
});
