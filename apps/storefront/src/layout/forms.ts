import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import type { Html } from './section.ts';
import type { Visit } from './visit.ts';

/** The fields of a form as text. A field that came twice counts once; what is no text is empty. */
export function fieldsOf<const Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const given = typeof body === 'object' && body !== null ? body : {};
  return Object.fromEntries(names.map(name => [name, text(Reflect.get(given, name))])) as Record<Name, string>;
}

function text(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

/** How many, as people type it: up to three digits. NaN for anything else, which no rule accepts. */
export const quantityOf = (typed: string): number => (/^\d{1,3}$/.test(typed.trim()) ? Number(typed) : NaN);

/** What may stand in a header, and leaves room to make longer keys of it. */
const KEY = /^[!-~]{1,100}$/;

/** The key a form was rendered with: sent twice, the form counts once. Undefined where it has none. */
export const keyIn = (typed: string): string | undefined => (KEY.test(typed) ? typed : undefined);

/** The same, or a new key for a client that sends none. */
export const keyInOrNew = (typed: string): string => keyIn(typed) ?? randomUUID();

/** The hidden field that makes a form count once however often it is sent; a new key unless one is given. */
export const keyField = (idempotencyKey: string = randomUUID()): Html =>
  html`<input type="hidden" name="idempotencyKey" value="${idempotencyKey}">`;

/** 303: the form is done, look there. Reloading that page sends nothing again. */
export function seeOther({ reply }: Visit, path: `/${string}`): '' {
  void reply.status(303).header('location', path).header('cache-control', 'no-store');
  return '';
}

/**
 * The path if it leads to a page of this shop, else undefined: a link from outside must not send anyone elsewhere.
 *
 * `//host` and `/\host` are other sites to a browser; control characters are dropped by browsers and would hide them.
 */
export function localPath(path: unknown): string | undefined {
  return typeof path === 'string' && path.length <= 2000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : undefined;
}
