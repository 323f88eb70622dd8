import { html } from 'hono/html';
import { formNote, type Html } from '../layout/section.ts';

interface SignInDraft {
  readonly email: string;
  /** Where to go returnPath. */
  readonly from: string;
}
interface RegisterDraft extends SignInDraft {
  readonly name: string;
}
/** The rule each field breaks, by name. */
type BrokenRules = Readonly<Record<string, string>>;

/** The section `sign-in`. A password is never sent back. */
export const signInForm = (draft: SignInDraft, reason?: Html | string): Html => html`<h1>Sign in</h1>${note(reason)}
<form class="stack" method="post" action="/sign-in">${returnField(draft)}
${email(draft)}
<label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" maxlength="200" required></label>
<button class="button">Sign in</button></form>
<p>New here? <a href="/register${query(draft)}">Register</a>; buying works without it, too.</p>`;

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

const rule = (broken: string | undefined) => broken !== undefined && html`<span class="rule">${broken}</span>`;

const returnField = ({ from }: SignInDraft) => html`<input type="hidden" name="from" value="${from}">`;

const email = ({ email: typed }: SignInDraft, broken?: string) =>
  html`<label class="field"><span>E-mail</span>${rule(broken)}<input name="email" type="email" value="${typed}" autocomplete="email" maxlength="254" required></label>`;

const query = ({ from }: SignInDraft) => (from === '/account' ? '' : `?from=${encodeURIComponent(from)}`);
