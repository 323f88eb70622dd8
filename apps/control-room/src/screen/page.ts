import type { ProblemPage } from '@watertight/service-kit';
import { html, raw } from 'hono/html';
import { config } from '../config.ts';
import type { Markup } from './markup.ts';

interface Page {
  title: string;
  /** Next to the heading. */
  beside?: Markup;
  main: Markup;
  /** The stream that changes it. Without one the script is not loaded: most pages never change. */
  events?: string;
}

/** Returns a whole page: what all pages of the control room have in common, around `main`. */
export async function htmlPage({ title, beside, main, events }: Page): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        ${Object.keys(sheets).map(path => html`<link rel="stylesheet" href="${path}" />`)}
        ${events !== undefined && html`<script type="module" src="/live.js"></script>`}
      </head>
      <body${config.buttons === 'off' && html` data-read-only`}${events !== undefined && html` data-events="${events}"`}>
        <header><h1>${title}</h1>${beside}</header>
        ${main}
      </body>
    </html>`;
  return page.toString();
}

const css = 'text/css; charset=utf-8';
export const sheets = {
  '/page.css': css,
  '/policies.css': css,
  '/screen.css': css,
  '/map.css': css,
  '/traces.css': css,
  '/lab.css': css,
};

const pages = [
  ['/', 'Screen'],
  ['/services', 'Services'],
  ['/policies', 'Policies'],
  ['/lab', 'Lab'],
  ['/traces', 'Traces'],
] as const;

interface LivePage {
  path: string;
  events: string;
  sections: ReadonlyMap<string, string>;
  main: Markup;
}

/** Returns a page whose sections change: what is broken and the button that heals it are on every one. */
export function livePage({ path, events, sections, main }: LivePage): Promise<string> {
  const section = (id: string) => raw(sections.get(id) ?? '');
  const links = pages.map(
    ([to, name]) => html`<li><a href="${to}"${to === path && html` aria-current="page"`}>${name}</a></li>`,
  );
  return htmlPage({
    title: 'Control room',
    events,
    beside: html`<nav aria-label="Pages"><ul>${links}</ul></nav>
      ${config.buttons === 'off' && html`<p>read-only</p>`}<p class="link"><span id="link" data-state="still">as of now; reload to see changes</span> <button id="pause" type="button" hidden>Pause</button></p>
      ${section('lab')} ${section('broken')}`,
    main,
  });
}

const whereTheLinkIs = html`<dl>
    <dt>npm start</dt><dd><code>npm run shop room</code></dd>
    <dt>Compose</dt><dd><code>docker compose logs control-room | grep enter</code></dd>
    <dt>Kubernetes</dt><dd><code>kubectl --namespace watertight logs deployment/control-room | grep enter</code></dd>
  </dl>`;

/** Shows a problem to the user who pressed a button. A program, which does not accept HTML, gets the problem as JSON. */
export const problemPage: ProblemPage = ({ title, detail, status, reference }, { headers }) => {
  if (headers.accept?.includes('text/html') !== true) return undefined;
  return htmlPage({
    title,
    main: html`<main class="problem"><p>${detail}</p>
      ${status === 401 ? whereTheLinkIs : html`<p><a href="/">Back to the control room</a></p>`}
      ${reference !== undefined && html`<p><small>Trace <code>${reference}</code></small></p>`}</main>`,
  });
};
