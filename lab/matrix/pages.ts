import { type SharedDatabase, type Owner, owners } from './shop-under-test.ts';

type State = 'ok' | 'stale' | 'substitute' | 'unavailable';

/** A section of a page: the services it comes from, its states while one of them is unavailable, and what it never says then. */
interface Section {
  id: string;
  of: readonly Owner[];
  whenUnavailable: readonly State[];
  /** While `unavailable`, or in the state it is named for. */
  says: Partial<Record<State, RegExp>>;
  never?: RegExp;
}

/** A page, its critical dependency, and what it is complete without. */
export interface PageUnderTest {
  name: string;
  path: (known: Known) => string;
  sections: readonly Section[];
  /** Without its critical dependency and a last copy of it, the page is a complete one with status 503. */
  critical?: { of: readonly Owner[]; section: string; says: RegExp };
  /** From the click to the end. */
  withinMs: number;
}

/** What was bought and seen before anything broke. */
export interface Known {
  product: string;
  orderPath: string;
}

/** What goes with what is recommendations' word; what it looks like and costs is search's. */
const recommendations: Section = {
  id: 'recommendations',
  of: ['recommendations', 'search'],
  whenUnavailable: ['substitute'],
  says: { substitute: /Recommendations are unavailable right now\. These are our bestsellers\./ },
};
/** Requested in the background, and kept. */
const bestsellers: Section = { ...recommendations, whenUnavailable: ['ok', 'substitute'] };
const comments: Section = {
  id: 'comments',
  of: ['comments'],
  whenUnavailable: ['unavailable'],
  says: { unavailable: /Comments unavailable right now\./ },
  never: /\b0 comments|no comments|nobody has/i,
};
const account: Section = {
  id: 'account',
  of: ['profile'],
  whenUnavailable: ['unavailable'],
  says: { unavailable: /Account unavailable right now\. You are still signed in\./ },
  never: />\s*Sign in\s*</,
};
const basket: Section = {
  id: 'basket',
  of: ['checkout'],
  whenUnavailable: ['unavailable'],
  says: { unavailable: /Basket unavailable right now\./ },
  never: /\b0\b|empty/i,
};
const stock: Section = {
  id: 'stock',
  of: ['checkout'],
  whenUnavailable: ['stale', 'unavailable'],
  says: {
    stale: /Last known price and stock, confirmed at checkout\./,
    unavailable: /Stock unavailable right now\./,
  },
  never: /\b0\.00|none left|\b0 harbours/i,
};
const shownAsOf = { stale: /Shown as of \d+ \w+ ago\./ };

const OPTIONAL_MS = 1000;

export const pages: readonly PageUnderTest[] = [
  { name: 'home', path: () => '/', sections: [recommendations, basket, account], withinMs: OPTIONAL_MS },
  {
    name: 'results',
    path: () => '/search?q=winch',
    sections: [{ id: 'results', of: ['search'], whenUnavailable: ['stale'], says: shownAsOf }, basket, account],
    withinMs: 1200,
  },
  {
    name: 'product',
    path: ({ product }) => product,
    sections: [
      { id: 'product', of: ['search'], whenUnavailable: ['stale'], says: shownAsOf },
      stock,
      recommendations,
      comments,
      basket,
      account,
    ],
    withinMs: 2000,
  },
  {
    name: 'article',
    path: () => '/journal/what-a-bulkhead-is-for',
    sections: [comments, basket, account],
    withinMs: OPTIONAL_MS,
  },
  {
    name: 'basket',
    path: () => '/basket',
    sections: [recommendations, account],
    critical: {
      of: ['checkout'],
      section: 'contents',
      says: /Your basket cannot be shown right now\. Nothing in it is lost\./,
    },
    withinMs: 2000,
  },
  {
    name: 'checkout',
    path: () => '/checkout',
    sections: [recommendations, account],
    critical: { of: ['checkout'], section: 'checkout', says: /The till is closed right now\. Nothing was charged/ },
    withinMs: 2000,
  },
  {
    name: 'order',
    path: ({ orderPath }) => orderPath,
    sections: [bestsellers, account],
    critical: {
      of: ['checkout', 'profile'],
      section: 'order',
      says: /Orders cannot be shown right now\. Yours is kept\./,
    },
    withinMs: 2000,
  },
  {
    name: 'account',
    path: () => '/account',
    sections: [basket],
    critical: {
      of: ['profile'],
      section: 'customer',
      says: /Account unavailable right now\. You are still signed in\./,
    },
    withinMs: 2000,
  },
];

/** The services that a fault makes unavailable to their callers. No page waits for Redis. */
export function unavailableWith(target: Owner | SharedDatabase | 'storefront'): readonly Owner[] {
  if (target === 'redis') return [];
  if (target === 'postgres' || target === 'storefront') return owners;
  return [target];
}
