import { Injectable } from '@nestjs/common';
import { SECOND } from '@watertight/resilience';
import { isOutage, ShopError, TooManyRequestsError } from '@watertight/service-kit';
import { html } from 'hono/html';
import { fallbacksAreOn, failureOf } from '../clients/availability.ts';
import { timeBudgets } from '../policies.ts';
import { asksForJson } from './problem-page.ts';
import { Header, type HeaderData } from './header.ts';
import { type Html, section, type Section, unavailableNote } from './section.ts';
import { type Page, streamPage } from './stream-page.ts';
import type { Visit } from './visit.ts';

/** A page as a stream, or the empty body of a redirect. */
export type PageAnswer = AsyncGenerator<string> | '';

export interface PageContext {
  readonly header: HeaderData;
  /** What is left of the page's budget, in ms. */
  readonly leftMs: () => number;
  /** What an optional section that is requested now may take, in ms. */
  readonly optionalMs: () => number;
}

type Shown = Page | '';
type ErrorPage<E = unknown> = Shown | ((error: E) => Shown);

interface PageOptions<Critical> {
  /** What `critical` may take, from the click. Default: that of a page. */
  readonly budgetMs?: number;
  /** What the page cannot be shown without; a form is sent here. Default: nothing. */
  readonly critical?: (context: PageContext) => Promise<Critical>;
  /** The sections that follow as they become ready. They are requested at the click, and with their fallbacks they never delay or fail the page. */
  readonly optional?: (context: PageContext, critical: Promise<Critical>) => readonly Promise<Section>[];
  /** The page, or a redirect. */
  readonly show: (critical: Critical) => Shown;
  /** Shown if the service says no. Default: that is a fault of ours, 500. */
  readonly whenRefused?: ErrorPage;
  /** Shown if the service cannot answer. Default: 500. */
  readonly whenUnavailable?: ErrorPage;
  /** Shown if the visitor has done so too often: a form with what was typed. Default: a page that says so. */
  readonly whenLimited?: ErrorPage<TooManyRequestsError>;
}

/** Answers every route that shows a page. */
@Injectable()
export class Pages {
  constructor(private readonly header: Header) {}

  /** Requests everything at the click, waits for what is critical, and streams the rest. */
  async page<Critical = undefined>(visit: Visit, options: PageOptions<Critical>): Promise<PageAnswer> {
    const { budgetMs = timeBudgets.pageMs, show } = options;
    const leftMs = () => visit.leftMs(budgetMs);
    let requested: HeaderData | undefined;
    const header = () => (requested ??= this.header.request(visit));
    if (!visit.isForm) header(); // a form mostly leads to a redirect, which has no header
    const context: PageContext = {
      get header() {
        return header();
      },
      leftMs,
      optionalMs: () => Math.min(timeBudgets.optionalMs, leftMs()),
    };
    const critical = options.critical?.(context) ?? Promise.resolve(undefined as Critical);
    const optional = options.optional?.(context, critical) ?? [];
    let shown: Shown;
    try {
      if (!visit.isForm && !fallbacksAreOn()) await everyPart(critical, header(), optional);
      shown = show(await critical);
    } catch (error) {
      return answerWith(visit, errorPageOf(visit, error, options), header);
    }
    return answerWith(visit, shown, header, optional);
  }
}

/**
 * Waits for every part of a page, so that one slow part delays it and one failed part fails it.
 *
 * Called only if a fallback is switched off: it shows the page of an author who expected no failure.
 *
 * @throws PageUnavailableError
 */
async function everyPart(
  critical: Promise<unknown>,
  { account, basket }: HeaderData,
  optional: readonly Promise<Section>[],
): Promise<void> {
  const [, ...parts] = await Promise.all([critical, account, basket, ...optional]);
  const cause = parts.flatMap(part => ('failure' in part ? [part.failure] : [])).find(isOutage);
  if (cause !== undefined) throw new PageUnavailableError({ cause });
}

export class PageUnavailableError extends ShopError {
  constructor({ cause }: { cause: unknown }) {
    super('A part of this page is unavailable, and its fallback is off.', {
      code: 'page-unavailable',
      status: 503,
      cause,
    });
  }
}

type ErrorPages = Pick<PageOptions<unknown>, 'whenRefused' | 'whenUnavailable' | 'whenLimited'>;

/** @throws the error itself if it is a fault of the storefront, or if a problem answers it */
function errorPageOf(visit: Visit, error: unknown, { whenRefused, whenUnavailable, whenLimited }: ErrorPages): Shown {
  if (error instanceof TooManyRequestsError) {
    if (whenLimited === undefined) throw error;
    sayWhenAgain(visit, error);
    return typeof whenLimited === 'function' ? whenLimited(error) : whenLimited;
  }
  const errorPage = failureOf(error) === 'refused' ? whenRefused : whenUnavailable;
  if (errorPage === undefined) throw error;
  return typeof errorPage === 'function' ? errorPage(error) : errorPage;
}

/** People read it on the page. @throws the error itself, for a program that gets a problem instead of the page */
export function sayWhenAgain({ reply }: Visit, error: TooManyRequestsError): void {
  if (asksForJson(reply.request)) throw error;
  void reply.header('retry-after', String(Math.ceil(error.waitMs / SECOND)));
}

const answerWith = (visit: Visit, shown: Shown, header: () => HeaderData, optional: readonly Promise<Section>[] = []) =>
  shown === '' ? shown : streamPage(visit, shown, header(), optional);

/** A page with one section: a form, or a sentence. */
export const singleSectionPage = (id: string, title: string, body: Html, status = 200): Page => ({
  title,
  status,
  layout: html`<div class="read"><slot name="${id}"></slot></div>`,
  sections: [section(id, body)],
});

/** 404: the service refuses what the address names, because it knows none or because it cannot be one. */
export const notFoundPage = (id: string, title: string, more: Html | string): Page =>
  singleSectionPage(id, title, html`<h1>${title}</h1><p>${more}</p>`, 404);

/** 503: one sentence, and what can be done meanwhile. */
export const unavailablePage = (id: string, sentence: string, more: Html | string = tryAgain): Page =>
  singleSectionPage(
    id,
    'Unavailable right now',
    html`<h1>Unavailable right now</h1>${unavailableNote(sentence, more)}`,
    503,
  );

const tryAgain = html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`;
