import { html } from 'hono/html';
import { config } from '../config.ts';
import { iconPath, sheetPath } from '../static-files.ts';
import { header } from './header.ts';
import type { Html } from './section.ts';
import type { Visit } from './visit.ts';
import { traceLink } from './xray.ts';

interface Shell {
  readonly title: string;
  /** What search engines show under the title. Default: what the shop is. */
  readonly description?: string | undefined;
  /** Slots for the sections, and no text. */
  readonly layout: Html;
  /** The words in the search field. */
  readonly q?: string | undefined;
  /** The id of the section that the skip link leads to. */
  readonly main: string;
}

const whatWeAre =
  'Watertight, ship chandlers in one hundred harbours: rope, anchors, winches, lights and everything else a boat needs.';

/** Everything before the first section. */
export function shell({ title, description = whatWeAre, layout, q, main }: Shell): Html {
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
<header class="header"><div class="wrap"><slot name="brand"></slot><slot name="search"></slot><slot name="links"></slot><slot name="account"></slot><slot name="basket"></slot></div><slot name="banner"></slot></header>
<main class="wrap">${layout}</main>
<footer class="foot"><div class="wrap"><slot name="foot"></slot></div></footer>
</template>
<a class="skip" slot="skip" href="#${main}">Skip to the goods</a>
${header(q)}`;
}

/** The end of every page: the trace to quote, and the switch of X-ray. */
export function footer({ traceId, calls, here }: Pick<Visit, 'traceId'> & Partial<Visit>): Html {
  const { controlRoomUrl } = config;
  return html`<p slot="foot">Watertight, ship chandlers in one hundred harbours. A shop that stays open while its parts fail.</p>
<p slot="foot">${traceId !== undefined && html`Trace ${traceLink(traceId, html`<code>${traceId.slice(0, 8)}</code>`)}`}${controlRoomUrl !== null && html` · <a href="${controlRoomUrl}">Control room</a>`}</p>
${here !== undefined && xraySwitch(calls !== undefined, here)}
`;
}

function xraySwitch(isOn: boolean, here: string): Html {
  return html`<form slot="foot" method="post" action="/xray"><input type="hidden" name="from" value="${here}"><button class="plain small" name="to" value="${isOn ? 'off' : 'on'}" aria-pressed="${String(isOn)}">X-ray <span aria-hidden="true">${isOn ? 'on' : 'off'}</span></button></form>`;
}
