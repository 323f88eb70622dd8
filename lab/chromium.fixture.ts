import type { Browser } from 'playwright-core';
import { executablePath, openBrowser } from './chromium.ts';

/** Tests that need a browser: skipped on a machine without. */
export const describeInBrowser = executablePath === undefined ? describe.skip : describe;

/** A headless browser for this test file; read `get()` inside a test. */
export function aBrowser(): { get(): Browser } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());
  return {
    get: () => {
      if (browser === undefined) throw new Error('the browser is there from beforeAll on: use it inside a test');
      return browser;
    },
  };
}
