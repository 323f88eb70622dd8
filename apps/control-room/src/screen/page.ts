import type { ProblemPage } from '@watertight/service-kit';
import { html } from 'hono/html';
import type { Markup } from './markup.ts';

interface Page {
  title: string;
  /** Next to the heading. */
  beside?: Markup;
  main: Markup;
  /** Whether the script is loaded. Default false: most pages never change. */
  live?: boolean;
}

/** Returns a whole page: what all pages of the control room have in common, around `main`. */
export async function htmlPage({ title, beside, main, live = false }: Page): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/page.css" />
        <link rel="stylesheet" href="/policies.css" />
        <link rel="stylesheet" href="/screen.css" />
        ${live && html`<script type="module" src="/live.js"></script>`}
      </head>
      <body>
        <header><h1>${title}</h1>${beside}</header>
        ${main}
      </body>
    </html>`;
  return page.toString();
}

/** Shows a problem to the user who pressed a button. A program, which does not accept HTML, gets the problem as JSON. */
export const problemPage: ProblemPage = ({ title, detail, reference }, { headers }) => {
  if (headers.accept?.includes('text/html') !== true) return undefined;
  return htmlPage({
    title,
    main: html`<main class="problem"><p>${detail}</p>
      <p><a href="/">Back to the control room</a></p>
      ${reference !== undefined && html`<p><small>Trace <code>${reference}</code></small></p>`}</main>`,
  });
};
