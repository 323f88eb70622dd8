import { html } from 'hono/html';
import type { Html } from '../layout/section.ts';
import { keyField } from '../layout/key-field.ts';
import { formNote } from '../layout/note.ts';

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
export const commentForm = ({ subject, from, author, text = '', idempotencyKey }: Draft): Html =>
  html`<form class="stack" method="post" action="/comments">
<input type="hidden" name="subject" value="${subject}"><input type="hidden" name="from" value="${from}">${keyField(idempotencyKey)}
<label class="field"><span>Add a word of your own, ${author}</span><textarea name="text" rows="4" maxlength="2000" required>${text}</textarea></label>
<button class="button quiet">Say it</button></form>`;

/** The section `comment`: what could not be said, as it was written. */
export const rewriteComment = (
  { subject, from, text = '', idempotencyKey }: Omit<Draft, 'author'>,
  trouble: string,
): Html =>
  html`<h1>Not said yet</h1>${formNote(html`<p>${trouble}</p>`)}
<form class="stack" method="post" action="/comments">
<input type="hidden" name="subject" value="${subject}"><input type="hidden" name="from" value="${from}">${keyField(idempotencyKey)}
<label class="field"><span>Your words</span><textarea name="text" rows="6" maxlength="2000" required>${text}</textarea></label>
<button class="button">Say it</button></form>
<p><a href="/sign-in?from=${encodeURIComponent(from)}">Sign in</a> · <a href="${from}">Back</a></p>`;
