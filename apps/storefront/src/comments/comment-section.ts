import type { Comment, CommentList } from '@watertight/contracts/comments';
import type { Customer } from '@watertight/contracts/profile';
import { html } from 'hono/html';
import { unavailable, ok, type Content } from '../clients/availability.ts';
import { age, counted, sentence } from '../layout/format.ts';
import { keyField } from '../layout/forms.ts';
import { signInAndComeBackTo } from '../layout/header.ts';
import { unavailableNote, formNote, type Html } from '../layout/section.ts';

interface CommentsWithAccount {
  readonly list: CommentList;
  readonly account: Content<Customer | null>;
}

/** Joins the comments with the account that may add one. The section is shown without the account, and not without comments. */
export async function commentsWithAccount(
  comments: Promise<Content<CommentList>>,
  account: Promise<Content<Customer | null>>,
): Promise<Content<CommentsWithAccount>> {
  const [list, known] = await Promise.all([comments, account]);
  return list.state === 'ok' ? ok({ list: list.value, account: known }) : unavailable;
}

/** The section `comments`; what people wrote is shown as text. */
export function commentSection(title: string, here: string, content: Content<CommentsWithAccount>): Html {
  if (content.state === 'unavailable') return html`<h2>${title}</h2>${unavailableNote(sentence.comments)}`;
  const { list, account } = content.value;
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
  /** Sent twice, it is one comment. */
  idempotencyKey?: string;
}

/** The form in which a signed-in customer writes a comment. */
const commentForm = ({ subject, from, author, text = '', idempotencyKey }: Draft): Html =>
  html`<form class="stack" method="post" action="/comments">
<input type="hidden" name="subject" value="${subject}"><input type="hidden" name="from" value="${from}">${keyField(idempotencyKey)}
<label class="field"><span>Add a word of your own, ${author}</span><textarea name="text" rows="4" maxlength="2000" required>${text}</textarea></label>
<button class="button quiet">Say it</button></form>`;

/** The section `comment`: a comment that was not saved, as it was written. */
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
