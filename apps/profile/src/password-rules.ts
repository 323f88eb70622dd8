import { readFileSync } from 'node:fs';
import { InvalidRequestError } from '@watertight/service-kit';

/** The 3,000 commonest passwords that are long enough, in lower case; see assets/README.md. */
const commonest = new Set(
  readFileSync(new URL('../assets/common-passwords.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n'),
);

/** What a guesser knows of the person and of the place. */
interface Context {
  email: string;
  name: string;
}

/**
 * Refuses a new password that is guessed first (ASVS 5, 6.2.4 and 6.2.11). Length is checked by the contract; no rule asks for
 * digits or signs.
 *
 * @throws InvalidRequestError (400) which names the field and the rule, and never the password
 */
export function checkNewPassword(field: string, password: string, context: Context): void {
  const rule = brokenRule(password.normalize('NFKC').trim().toLowerCase(), context);
  if (rule !== undefined) throw new InvalidRequestError([{ field, rule }]);
}

function brokenRule(password: string, { email, name }: Context): string | undefined {
  if (password === '') return 'more than blanks';
  if (new Set(password).size === 1) return 'more than one character again and again';
  if (commonest.has(password)) return 'not one of the 3,000 commonest passwords, which are guessed first';
  // What follows the last letter makes no new password: "watertight1!" is guessed with "watertight".
  const letters = password.replace(/[^\p{L}]+$/u, '');
  const known = [email, email.split('@')[0] ?? '', name, 'watertight'].map(each => each.trim().toLowerCase());
  if (known.some(each => each === password || each === letters))
    return 'not your name, your e-mail or the name of this shop';
  return undefined;
}
