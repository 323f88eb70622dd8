import { tmpdir } from 'node:os';
import { diskFull } from './disk.ts';

describe('the disk of the data', () => {
  it('has room', () => {
    expect(diskFull(tmpdir(), 0)).toBeUndefined();
  });

  it('is full, which is said with what is left', () => {
    expect(diskFull(tmpdir(), Infinity)).toMatch(/^The disk of .+ is full \(\d+ MB free\): .+ 200 MB/);
  });
});
