import type { Customer } from '@watertight/contracts/profile';
import { html } from 'hono/html';
import { config } from '../config.ts';
import { localPath } from './local-path.ts';
import type { Html } from './section.ts';
import type { Part } from '../clients/availability.ts';
import type { Visit } from './visit.ts';
import { counted, sentence } from './format.ts';
import { brandMark } from './brand-mark.ts';

/** The top of every page, without its two ornaments. */
export function masthead(q = ''): Html {
  return html`<a class="brand" slot="brand" href="/">${brandMark}<span>Watertight</span></a>
<form class="search" slot="search" action="/search" role="search"><label><span class="visually-hidden">Search the chandlery</span><input name="q" type="search" maxlength="200" placeholder="Winch, bilge pump, lantern…" value="${q}"></label><button>Search</button></form>
<nav class="links" slot="links" aria-label="Shop"><a href="/journal">Journal</a><a href="/stores">Stores</a></nav>
${config.redisUrl === null && withoutRedis}${config.patterns === 'off' && withoutPatterns}`;
}

/** A shop on a machine without Redis is open, and says what it cannot do. */
const withoutRedis = html`<p class="banner" slot="banner">This shop runs without Redis: orders are taken and paid, and ship as soon as it is there.</p>`;

/** The twin, beside which the other shop is seen to be whole. */
const withoutPatterns = html`<p class="banner" slot="banner">This storefront runs without its patterns: no retry, no breaker, no limit. The shop with them is next door.</p>`;

/** The section `account`. */
export function accountLink(part: Part<Customer | null>, visit: Visit): Html {
  if (part.state === 'unavailable') return html`<p class="note">${sentence.account}</p>`;
  if (part.value !== null) return html`<a href="/account" title="Your account">${part.value.name}</a>`;
  return html`<a href="${signInAndComeBackTo(visit.here)}">Sign in</a>`;
}

export function signInAndComeBackTo(path: string): string {
  const isWorthIt = localPath(path) !== undefined && path !== '/' && !/^\/(sign-in|register)\b/.test(path);
  return isWorthIt ? `/sign-in?from=${encodeURIComponent(path)}` : '/sign-in';
}

/** The section `basket`: how many pieces are in it. */
export function basketLink(part: Part<number>): Html {
  if (part.state === 'unavailable') return html`<a class="note" href="/basket">${sentence.basket}</a>`;
  return html`<a href="/basket">Basket${part.value > 0 && badge(part.value)}</a>`;
}

const badge = (pieces: number) =>
  html` <span class="badge" aria-hidden="true">${pieces}</span><span class="visually-hidden">, ${counted(pieces, 'piece')}</span>`;
