import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** `npm test` looks for a browser, and says in one line when there is none; a run without it finds Debian's. */
export const executablePath = [process.env['CHROMIUM_BIN'] ?? '', '/usr/bin/chromium'].find(existsSync);

/** A headless browser. @throws Error there is none on this machine */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    // Containers have neither a sandbox for root nor a large /dev/shm.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}
