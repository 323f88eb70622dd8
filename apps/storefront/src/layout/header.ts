import { Injectable } from '@nestjs/common';
import type { Customer } from '@watertight/contracts/profile';
import { html, raw } from 'hono/html';
import { type Content, orUnavailable } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { Profile } from '../clients/profile.ts';
import { config } from '../config.ts';
import { timeBudgets } from '../policies.ts';
import { counted, sentence } from './format.ts';
import { localPath } from './forms.ts';
import type { Html } from './section.ts';
import type { Visit } from './visit.ts';

/** What the header of every page shows: requested at the click, and never waited for. */
export interface HeaderData {
  readonly account: Promise<Content<Customer | null>>;
  readonly basket: Promise<Content<number>>;
}

/** Requests the two optional sections of every header. */
@Injectable()
export class Header {
  constructor(
    private readonly profile: Profile,
    private readonly checkout: Checkout,
  ) {}

  request(visit: Visit): HeaderData {
    const leftMs = visit.leftMs(timeBudgets.optionalMs);
    return {
      account: orUnavailable(this.profile.account(visit, leftMs)),
      basket: orUnavailable(this.checkout.basketCount(visit, leftMs)),
    };
  }
}

/** The top of every page, without its two optional sections. */
export function header(q = ''): Html {
  return html`<a class="brand" slot="brand" href="/">${brandMark}<span>Watertight</span></a>
<form class="search" slot="search" action="/search" role="search"><label><span class="visually-hidden">Search the chandlery</span><input name="q" type="search" maxlength="200" placeholder="Winch, bilge pump, lantern…" value="${q}"></label><button>Search</button></form>
<nav class="links" slot="links" aria-label="Shop"><a href="/journal">Journal</a><a href="/stores">Stores</a></nav>
${config.redisUrl === null && withoutRedis}${config.patterns === 'off' && withoutPatterns}`;
}

/** A shop on a machine without Redis is open, and says what it cannot do. */
const withoutRedis = html`<p class="banner" slot="banner">This shop runs without Redis: orders are taken and paid, and ship as soon as it is there.</p>`;

/** The twin: a storefront with all patterns off, for comparison. */
const withoutPatterns = html`<p class="banner" slot="banner">This storefront runs without its patterns: no fallback, no breaker, no limit. The shop with them is next door.</p>`;

/** The section `account`. */
export function accountLink(content: Content<Customer | null>, visit: Visit): Html {
  if (content.state === 'unavailable') return html`<p class="note">${sentence.account}</p>`;
  if (content.value !== null) return html`<a href="/account" title="Your account">${content.value.name}</a>`;
  return html`<a href="${signInAndComeBackTo(visit.here)}">Sign in</a>`;
}

export function signInAndComeBackTo(path: string): string {
  const isWorthIt = localPath(path) !== undefined && path !== '/' && !/^\/(sign-in|register)\b/.test(path);
  return isWorthIt ? `/sign-in?from=${encodeURIComponent(path)}` : '/sign-in';
}

/** The section `basket`: how many pieces are in it. */
export function basketLink(content: Content<number>): Html {
  if (content.state === 'unavailable') return html`<a class="note" href="/basket">${sentence.basket}</a>`;
  return html`<a href="/basket">Basket${content.value > 0 && badge(content.value)}</a>`;
}

const badge = (pieces: number) =>
  html` <span class="badge" aria-hidden="true">${pieces}</span><span class="visually-hidden">, ${counted(pieces, 'piece')}</span>`;

/** A porthole, dogged shut. */
const brandMark = raw(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect x="3" y="3" width="26" height="26" rx="7" fill="currentColor"/><g fill="none" stroke="var(--card)" stroke-width="2.2"><circle cx="16" cy="16" r="7.5"/><path d="M16 8.5v15M8.5 16h15"/></g><circle cx="16" cy="16" r="2.6" fill="var(--card)"/></svg>',
);
