import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import type { Html } from './section.ts';

/** The hidden field that makes a form count once however often it is sent; a new key unless one is given. */
export const keyField = (idempotencyKey: string = randomUUID()): Html =>
  html`<input type="hidden" name="idempotencyKey" value="${idempotencyKey}">`;
