import type { Problem } from '@watertight/contracts';
import type { ProblemPage } from '@watertight/service-kit';
import type { FastifyRequest } from 'fastify';
import { html } from 'hono/html';
import { againIn } from './format.ts';
import { footer, shell } from './shell.ts';
import type { Html } from './section.ts';

/** Programs ask here; they get problem+json. */
const FOR_PROGRAMS = /^\/(health|ops|metrics|openapi\.json)(\/|$)/;

/** Any error in the dress of the shop, with a reference and never a stack. It calls no service, because it must not fail. */
export const problemPage: ProblemPage = (problem, request) =>
  FOR_PROGRAMS.test(request.url) || asksForJson(request) ? undefined : page(problem);

/** A program that wants JSON and no page. Browsers name `text/html` first. */
export const asksForJson = ({ headers: { accept = '' } }: Pick<FastifyRequest, 'headers'>): boolean =>
  /^application\/(problem\+)?json\b/.test(accept);

async function page({ status, code, detail, reference, retryAfterMs = 0 }: Problem): Promise<string> {
  const [title, more] =
    code === 'page-unavailable' ? ['Error: page unavailable', detail] : wordsFor(status, retryAfterMs);
  const section = html`<section id="problem" slot="problem" data-state="ok"><h1>${title}</h1><p class="lead">${more}</p>
${reference !== undefined && html`<p class="soft small">If you ask us about it, quote <code>${reference}</code>.</p>`}</section>
<p slot="account"><a href="/account">Account</a></p><p slot="basket"><a href="/basket">Basket</a></p>
`;
  const layout = html`<div class="read"><slot name="problem"></slot></div>`;
  const head = await shell({ title, layout, main: 'problem' });
  return `${String(head)}${String(await section)}${String(await footer({ traceId: reference }))}</body></html>\n`;
}

function wordsFor(status: number, retryAfterMs: number): [title: string, more: Html | string] {
  switch (status) {
    case 404:
      return ['There is nothing at this address', html`<a href="/">Begin at the door</a>, or search above.`];
    case 403:
      return [
        'This came from somewhere else',
        'A form of ours can only be sent from a page of ours; nothing was done. Go back, reload, and try again.',
      ];
    case 413:
      return ['That is too much at once', 'A form holds 100 kB at most; nothing was done. Go back, and send less.'];
    case 408:
      return ['That took too long to arrive', 'Nothing was done. Go back, and try again.'];
    case 429:
      return [
        'That was a lot in a short time',
        `Nothing was done. ${againIn(retryAfterMs)}, then go back and try again.`,
      ];
    case 431:
      return [
        'Your browser sends too much',
        'The cookies of all programs at this address add up, and together they are too large. Delete the cookies of this address, then reload.',
      ];
    case 503:
    case 504:
      return ['Unavailable right now', 'Nothing was done. Try again in a minute.'];
    default:
      return status < 500
        ? [
            'That could not be read',
            'Something in the request is not as it should be; nothing was done. Go back, and try again.',
          ]
        : ['Something broke here', 'It is written down, and not your fault. Try again in a minute.'];
  }
}
