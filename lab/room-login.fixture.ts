import { roomAuthorization, roomLink } from '@watertight/contracts/control-room';
import { roomKeyOfTests } from '@watertight/testing';
import type { Page } from 'playwright-core';

/** Lets a browser into the control room at `url`, as its owner does. */
export async function enter(page: Page, url: string): Promise<void> {
  await page.goto(await roomLink(roomKeyOfTests, url));
}

/** `fetch`, as a program that the control room lets in. */
export async function roomFetch(
  url: string,
  { method = 'GET', headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const authorization = await roomAuthorization(roomKeyOfTests, method, url);
  return fetch(url, { ...init, method, headers: { authorization, ...headers } });
}
