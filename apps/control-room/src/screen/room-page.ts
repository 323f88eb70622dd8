import { html } from 'hono/html';
import type { Markup } from './markup.ts';

interface RoomPage {
  title: string;
  /** What stands beside the heading. */
  beside?: Markup;
  main: Markup;
  /** Whether the script is loaded. Default false: most pages stand still. */
  live?: boolean;
}

/** What all pages of the control room have in common. */
export async function roomPage({ title, beside, main, live = false }: RoomPage): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/room.css" />
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
