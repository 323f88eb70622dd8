import type { Comment, CommentList } from '@watertight/contracts/comments';
import type { Customer } from '@watertight/contracts/profile';
import { html } from 'hono/html';
import { unavailable, ok, type Content } from '../clients/availability.ts';
import { age, counted, sentence } from '../layout/format.ts';
import { keyField } from '../layout/forms.ts';
import { signInAndComeBackTo } from '../layout/header.ts';
import { unavailableNote, formNote, type Html } from '../layout/section.ts';

/** The section `comments`; what people wrote is shown as text. */
export function commentList(title: string, here: string, part: Content<Said>): Html {
  if (part.state === 'unavailable') return html`<h2>${title}</h2>${unavailableNote(sentence.comments)}`;
  const { list, account } = part.value;
  const first = html`<p class="soft">Nobody has said anything yet.</p>`;
  return html`<h2>${title}</h2>
${list.comments.length === 0 ? first : list.comments.map(comment)}
${list.total > list.comments.length && html`<p class="soft small">The newest ${list.comments.length} of ${counted(list.total, 'comment')}.</p>`}
${invitation(list.subject, here, account)}`;
}

const comment = ({ author, text, at }: Comment) =>
  html`<article class="comment"><header><strong dir="auto">${author}</strong> <time class="soft small" datetime="${at}">${ago(at)}</time></header><p dir="auto">${text}</p></article>
`;

const ago = (at: string) => `${age(Math.max(0, Date.now() - Date.parse(at)))} ago`;

function invitation(subject: string, here: string, account: Content<Customer | null>): Html {
  if (account.state === 'unavailable')
    return html`<p class="soft">Writing needs your account, which is unavailable right now.</p>`;
  if (account.value === null)
    return html`<p><a href="${signInAndComeBackTo(here)}">Sign in</a> to add a word of your own.</p>`;
  return commentForm({ subject, from: here, author: account.value.name });
}

interface Draft {
  subject: string;
  /** The page it belongs to. */
  from: string;
  author: string;
  text?: string;
  /** Sent twice, it is said once. */
  idempotencyKey?: string;
}

/** Where a signed-in customer says something. */
const commentForm = ({ subject, from, author, text = '', idempotencyKey }: Draft): Html =>
  html`<form class="stack" method="post" action="/comments">
<input type="hidden" name="subject" value="${subject}"><input type="hidden" name="from" value="${from}">${keyField(idempotencyKey)}
<label class="field"><span>Add a word of your own, ${author}</span><textarea name="text" rows="4" maxlength="2000" required>${text}</textarea></label>
<button class="button quiet">Say it</button></form>`;

/** The section `comment`: what could not be said, as it was written. */
export const rewriteComment = (
  { subject, from, text = '', idempotencyKey }: Omit<Draft, 'author'>,
  reason: string,
): Html =>
  html`<h1>Not said yet</h1>${formNote(html`<p>${reason}</p>`)}
<form class="stack" method="post" action="/comments">
<input type="hidden" name="subject" value="${subject}"><input type="hidden" name="from" value="${from}">${keyField(idempotencyKey)}
<label class="field"><span>Your words</span><textarea name="text" rows="6" maxlength="2000" required>${text}</textarea></label>
<button class="button">Say it</button></form>
<p><a href="/sign-in?from=${encodeURIComponent(from)}">Sign in</a> · <a href="${from}">Back</a></p>`;

/** What was said of something, and who may say more. */
export interface Said {
  readonly list: CommentList;
  readonly account: Content<Customer | null>;
}

/** Both are ornaments; it is the comments that the section cannot do without. */
export async function said(
  list: Promise<Content<CommentList>>,
  account: Promise<Content<Customer | null>>,
): Promise<Content<Said>> {
  const [known, who] = await Promise.all([list, account]);
  return known.state === 'ok' ? ok({ list: known.value, account: who }) : unavailable;
}
