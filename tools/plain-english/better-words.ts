/** A banned word, where it begins, and the word to write in its place. */
export interface BannedWord {
  pattern: RegExp;
  better: string;
}

const actor = 'the caller, the client, the user, the service or the worker';

/** The words of docs/glossary.md that have a better one; a word that is right in one sense only is listed with its context. */
export const bannedWords: BannedWord[] = [
  { pattern: /\b(?:nobody|no one)\b/gi, better: `no ${actor.replaceAll('the ', '')}` },
  { pattern: /\b(?:somebody|someone|everybody|everyone|whoever|whomever)\b/gi, better: actor },
  {
    pattern: /(?<=^|[.,;:(|]\s?|\b(?:those|of|by|to|for|and|or|from|with|is|not|knows?|says?)\s)whom?\b/gi,
    better: actor,
  },
  { pattern: /\bornaments?\b/gi, better: 'optional dependency' },
  { pattern: /\bmust-haves?\b/gi, better: 'critical dependency' },
  { pattern: /\bseats?\b/gi, better: 'permit' },
  { pattern: /\b(?:verdicts?|judge?ments?)\b/gi, better: 'result or classification' },
  { pattern: /\b(?:is|are|was|were|goes|while) away\b/gi, better: 'unavailable' },
  { pattern: /\bgates?\b/gi, better: 'idempotency lock' },
  { pattern: /\bthe room\b/gi, better: 'the control room' },
  { pattern: /\b(?:toothless|has teeth)\b/gi, better: 'fails with the pattern off' },
  { pattern: /\b(?:blows?|dice)\b/gi, better: 'fault, or random source' },
  { pattern: /\bwhence\b/gi, better: 'from where, or the source of' },
  { pattern: /\bback-offs?\b/gi, better: 'backoff' },
  { pattern: /\bin peace\b/gi, better: 'not called' },
  { pattern: /\b(?:ship stays afloat|pumps are tried|lifeboats|sextant|bollard)\b/gi, better: 'what the pattern does' },
  { pattern: /\bcancelled\b/gi, better: 'canceled' },
  { pattern: /\b(?:behaviour|colour|neighbour|harbour)s?\b/gi, better: 'the American spelling, -or' },
  {
    pattern: /\b(?:recognis|initialis|normalis|serialis|summaris)(?:e|es|ed|ing)\b/gi,
    better: 'the American spelling, -ize',
  },
];
