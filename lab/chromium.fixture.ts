import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** `npm test` looks for a browser, and says in one line when there is none; a jest of one's own finds Debian's. */
const executablePath = [process.env['CHROMIUM_BIN'] ?? '', '/usr/bin/chromium'].find(existsSync);

/** Tests that need a browser: skipped on a machine without. */
export const describeInBrowser = executablePath === undefined ? describe.skip : describe;

/** A headless browser for this test file; read `get()` inside a test. */
export function aBrowser(): { get(): Browser } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      // Containers have neither a sandbox for root nor a large /dev/shm.
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    });
  }, 60_000);
  afterAll(() => browser?.close());
  return {
    get: () => {
      if (browser === undefined) throw new Error('the browser is there from beforeAll on: use it inside a test');
      return browser;
    },
  };
}
