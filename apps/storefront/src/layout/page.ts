import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { iconPath, sheetPath } from '../static-files.ts';
import { footer } from './footer.ts';
import { accountLink, basketLink, header, type HeaderData } from './header.ts';
import { type Html, markup, optionalSection, type Section } from './section.ts';
import { inOrderOfReadiness } from './streaming.ts';
import type { Visit } from './visit.ts';
import { xrayOf } from './xray.ts';

export interface Page {
  readonly title: string;
  /** What search engines show under the title. Default: what the shop is. */
  readonly description?: string;
  /** Default 200. */
  readonly status?: number;
  /** Where everything stands: slots, and nothing that is said. */
  readonly layout: Html;
  /** What the page cannot do without; the first one is what the skip link leads to. */
  readonly sections: readonly [Section, ...Section[]];
  /** What follows, in whatever order it becomes ready. */
  readonly ornaments?: readonly Promise<Section>[];
  readonly header: HeaderData;
  /** The words in the search field. */
  readonly q?: string;
}

/**
 * Answers with a page: its status and all that it must have at once, then each ornament as it becomes ready.
 *
 * The shadow root is the shell (declarative shadow DOM, no script); sections fill its slots in any order.
 */
export function answerPage(reply: FastifyReply, visit: Visit, page: Page): AsyncGenerator<string> {
  void reply.status(page.status ?? 200).headers(pageHeaders);
  const explain = xrayOf(visit);
  const ornaments = [
    optionalSection('account', page.header.account, part => accountLink(part, visit)),
    optionalSection('basket', page.header.basket, basketLink),
    ...(page.ornaments ?? []),
  ].map(async section => markup(await section, explain));
  const sections = page.sections.map(section => markup(section, explain));
  return stream(page, sections, ornaments, visit);
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  // Whether the page is whole is known only after its headers, and each page holds somebody's basket.
  'cache-control': 'no-store',
  // nginx would hold the page until its last ornament.
  'x-accel-buffering': 'no',
};

async function* stream(
  page: Page,
  sections: Promise<string>[],
  ornaments: Promise<string>[],
  visit: Visit,
): AsyncGenerator<string> {
  const mustHaves = await Promise.all(sections);
  yield `${String(await shell({ ...page, main: page.sections[0].id, hasXray: visit.calls !== undefined }))}${mustHaves.join('')}`;
  yield* inOrderOfReadiness(ornaments);
  yield `${String(await footer(visit))}</body></html>\n`;
}

interface Shell extends Pick<Page, 'title' | 'description' | 'layout' | 'q'> {
  /** The id of the section that the skip link leads to. */
  readonly main: string;
  /** Whether account and basket tell how they came about, and need room for it. */
  readonly hasXray?: boolean;
}

const whatWeAre =
  'Watertight, ship chandlers in one hundred harbours: rope, anchors, winches, lights and everything else a boat needs.';

/** Everything before the first section. */
export function shell({ title, description = whatWeAre, layout, q, main, hasXray = false }: Shell): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Watertight</title><meta name="description" content="${description}">
<link rel="stylesheet" href="${sheetPath}"><link rel="icon" href="${iconPath}" type="image/svg+xml">
</head>
<body>
<template shadowrootmode="open"><link rel="stylesheet" href="${sheetPath}">
<slot name="skip"></slot>
<header class="header${hasXray && ' tall'}"><div class="wrap"><slot name="brand"></slot><slot name="search"></slot><slot name="links"></slot><slot name="account"></slot><slot name="basket"></slot></div><slot name="banner"></slot></header>
<main class="wrap">${layout}</main>
<footer class="foot"><div class="wrap"><slot name="foot"></slot></div></footer>
</template>
<a class="skip" slot="skip" href="#${main}">Skip to the goods</a>
${header(q)}`;
}
