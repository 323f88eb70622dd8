/** Reads the learner's guess until it is a number; an empty line is no guess. */
export async function readGuess(
  question: string,
  ask: (question: string) => Promise<string>,
): Promise<number | undefined> {
  const prompt = `${question} (a number, or Enter for no guess)  > `;
  for (let answer = await ask(prompt); ; answer = await ask('A number is expected, for example 12.  > ')) {
    const text = answer.trim();
    if (text === '') return undefined;
    const guess = Number(text.replaceAll(',', ''));
    if (Number.isFinite(guess)) return guess;
  }
}
