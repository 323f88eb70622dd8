import chargeTwice from './charge-twice.ts';
import { questionOf } from './experiment.ts';
import { readGuess } from './guess.ts';

describe('the guess before a run', () => {
  const answering = (...answers: string[]) => {
    const questions: string[] = [];
    const ask = (question: string) => {
      questions.push(question);
      return Promise.resolve(answers.shift() ?? '');
    };
    return { ask, questions };
  };

  it('is asked for again with one sentence while it is no number', async () => {
    const { ask, questions } = answering('many', 'NaN', ' 1,000 ');
    expect(await readGuess('How many?', ask)).toBe(1000);
    expect(questions).toEqual([
      'How many? (a number, or Enter for no guess)  > ',
      'A number is expected, for example 12.  > ',
      'A number is expected, for example 12.  > ',
    ]);
  });

  it('names the orders of its run: 100, or 30 of a quick one', () => {
    const questions = [false, true].map(isQuick => questionOf(chargeTwice, chargeTwice.setup(isQuick)));
    expect(questions.map(question => /\d+ orders/.exec(question)?.[0])).toEqual(['100 orders', '30 orders']);
  });

  it('may be left out', async () => {
    expect(await readGuess('How many?', answering('').ask)).toBeUndefined();
  });
});
