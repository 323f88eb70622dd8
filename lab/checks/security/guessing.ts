import { type Attack, finding, nothingWrong, type Target } from './attack.ts';
import { Browser, countStatuses, newAddress, PASSWORD } from './browser.ts';
import type { Answer } from './wire.ts';

/** As fast as they are answered: a person types none of this. */
const GUESSES = 40;
const AT_ONCE = 4;
const TIMED = 12;
const commonPasswords = ['1234567890', 'aaaaaaaaaa', 'qwertyuiop', 'password123', '          '];

/** Passwords are guessed for one account; who has an account is asked; common passwords are chosen. */
export const guessing: Attack = {
  name: 'guessing',
  async run(target) {
    const owner = new Browser(target.shop);
    const { email } = await owner.registered();
    return [
      await timing(target, email),
      await fullSpeed(target, email, owner),
      await words(target, email),
      await common(target),
    ];
  },
};

async function fullSpeed({ shop }: Target, email: string, owner: Browser) {
  const from = newAddress();
  const answers: Answer[] = [];
  const startMs = performance.now();
  const guess = async () => {
    while (answers.length < GUESSES)
      answers.push(await new Browser(shop, from).signIn(email, `guess number ${answers.length}`));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, guess));
  const seconds = (performance.now() - startMs) / 1000;
  const account = await owner.get('/account');
  const slowed = answers.some(({ status }) => status === 429) || seconds > GUESSES;
  const observed = `${answers.length} wrong passwords in ${seconds.toFixed(1)} s: ${countStatuses(answers)}; the owner, who is signed in, sees the account: ${account.status}`;
  return finding('password guessing', slowed && account.status === 200, observed);
}

/** One who registers with an address that is taken learns no more than one whose address is new. */
async function words({ shop }: Target, email: string) {
  const taken = await new Browser(shop).register({ email, password: 'a phrase of another person' });
  const fresh = await new Browser(shop).registered();
  const tells = taken.answer.status !== fresh.answer.status || /know that e-mail/i.test(taken.answer.text);
  return finding('who has an account, by words', !tells, `taken: ${taken.answer.status}, new: ${fresh.answer.status}`);
}

/** Hashing takes most of the time: without it an unknown address would be answered in a fifth of it. */
async function timing({ shop }: Target, email: string) {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let n = 0; n < TIMED; n += 1) {
    // Few for the known one: it must not be slowed down yet.
    if (n < 4) known.push((await new Browser(shop).signIn(email, 'wrong wrong wrong')).tookMs);
    unknown.push((await new Browser(shop).signIn(`no-${n}@example.com`, 'wrong wrong wrong')).tookMs);
  }
  const [a, b] = [Math.min(...known), Math.min(...unknown)];
  const observed = `quickest of each, known ${a.toFixed(0)} ms, unknown ${b.toFixed(0)} ms`;
  return finding('who has an account, by time', Math.min(a, b) > Math.max(a, b) / 2, observed);
}

async function common({ shop }: Target) {
  const taken: string[] = [];
  for (const password of commonPasswords) {
    const { answer } = await new Browser(shop).register({ password });
    if (answer.status !== 400 && answer.status !== 422) taken.push(`${JSON.stringify(password)}: ${answer.status}`);
  }
  const { answer } = await new Browser(shop).registered({ password: PASSWORD });
  if (answer.status >= 400) taken.push(`a good one is refused: ${answer.status}`);
  return nothingWrong(
    'common passwords',
    taken,
    `${commonPasswords.length} of the commonest refused, a long phrase accepted`,
  );
}
