import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './find-chromium.ts';

describe('the browser for the browser tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  const chromium = join(folder, 'chromium-browser');
  writeFileSync(chromium, '');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is none where no folder on PATH has one that can be run', () => {
    chmodSync(chromium, 0o644);
    expect(findChromium({ PATH: `/nowhere:${folder}` })).toBeUndefined();
  });

  it('is the first that can be run on PATH', () => {
    chmodSync(chromium, 0o755);
    expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(chromium);
  });

  it('is the one named by CHROMIUM_BIN before any other', () => {
    expect(findChromium({ PATH: folder, CHROMIUM_BIN: process.execPath })).toBe(process.execPath);
  });
});
