import type { Comment } from '@watertight/contracts/comments';
import type { Customer } from '@watertight/contracts/profile';
import { html } from 'hono/html';
import type { Html } from '../layout/section.ts';
import type { Part } from '../clients/availability.ts';
import type { Said } from './commented.ts';
import { age, counted, sentence } from '../layout/format.ts';
import { commentForm } from './comment-form.ts';
import { signInAndComeBackTo } from '../layout/header.ts';
import { awayNote } from '../layout/note.ts';

/** The section `comments`; what people wrote is shown as text. */
export function commentList(title: string, here: string, part: Part<Said>): Html {
  if (part.state === 'unavailable') return html`<h2>${title}</h2>${awayNote(sentence.comments)}`;
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

function invitation(subject: string, here: string, account: Part<Customer | null>): Html {
  if (account.state === 'unavailable')
    return html`<p class="soft">Writing needs your account, which is unavailable right now.</p>`;
  if (account.value === null)
    return html`<p><a href="${signInAndComeBackTo(here)}">Sign in</a> to add a word of your own.</p>`;
  return commentForm({ subject, from: here, author: account.value.name });
}
