import { html } from 'hono/html';
import { keyField } from '../layout/forms.ts';
import { formNote, type Html } from '../layout/section.ts';
import { type BrokenRules, rule } from './broken-rules.ts';

interface SignInDraft {
  readonly email: string;
  /** Where to go returnPath. */
  readonly from: string;
}
interface RegisterDraft extends SignInDraft {
  readonly name: string;
}

interface SignInFormParts extends SignInDraft {
  /** Sent twice, the form leads to one basket. Default: a new one. */
  readonly idempotencyKey?: string;
  /** Whether the visitor has just registered. */
  readonly isRegistered?: boolean;
}

/** The section `sign-in`. A password is never sent back. */
export const signInForm = (
  draft: SignInFormParts,
  reason?: Html | string,
): Html => html`<h1>Sign in</h1>${note(reason)}${draft.isRegistered === true && registered}
<form class="stack" method="post" action="/sign-in">${returnField(draft)}${keyField(draft.idempotencyKey)}
${email(draft)}
<label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" maxlength="200" required></label>
<button class="button">Sign in</button></form>
<p>New here? <a href="/register${query(draft)}">Register</a>; buying works without it, too.</p>`;

/** True for both: an e-mail without an account, and one with. */
const registered = html`<p class="lead" role="status">Now sign in with your e-mail and password. An e-mail that had an account before keeps its own password.</p>`;

/** The section `register`. */
export const registerForm = (
  draft: RegisterDraft,
  reason?: Html | string,
  broken: BrokenRules = {},
): Html => html`<h1>Register</h1>${note(reason)}
<form class="stack" method="post" action="/register">${returnField(draft)}
<label class="field"><span>Name</span>${rule(broken['name'])}<input name="name" value="${draft.name}" autocomplete="name" maxlength="100" required></label>
${email(draft, broken['email'])}
<label class="field"><span>Password <span class="soft small">at least 10 characters</span></span>${rule(broken['password'])}<input name="password" type="password" autocomplete="new-password" minlength="10" maxlength="200" required></label>
<button class="button">Register</button></form>
<p>Been here before? <a href="/sign-in${query(draft)}">Sign in</a></p>`;

const note = (reason: Html | string | undefined) => reason !== undefined && formNote(html`<p>${reason}</p>`);

const returnField = ({ from }: SignInDraft) => html`<input type="hidden" name="from" value="${from}">`;

const email = ({ email: typed }: SignInDraft, broken?: string) =>
  html`<label class="field"><span>E-mail</span>${rule(broken)}<input name="email" type="email" value="${typed}" autocomplete="email" maxlength="254" required></label>`;

const query = ({ from }: SignInDraft) => (from === '/account' ? '' : `?from=${encodeURIComponent(from)}`);
