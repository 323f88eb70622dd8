import type { ProblemPage } from '@watertight/service-kit';
import { html } from 'hono/html';
import { roomPage } from './screen/room-page.ts';

/** What went wrong, for whoever pressed a button: in the dress of the room. Programs, which ask for no HTML, get the problem itself. */
export const problemPage: ProblemPage = ({ title, detail, reference }, { headers }) => {
  if (headers.accept?.includes('text/html') !== true) return undefined;
  return roomPage({
    title,
    main: html`<main class="problem"><p>${detail}</p>
      <p><a href="/">Back to the control room</a></p>
      ${reference !== undefined && html`<p><small>Trace <code>${reference}</code></small></p>`}</main>`,
  });
};
