const MAX_CHARACTERS = 200;
/** More words than anyone types on purpose; each costs a look at the index. */
const MAX_WORDS = 12;
/** Longer than any word of the catalogue, and far below the 2 kB that Postgres takes for one. */
const MAX_WORD_CHARACTERS = 40;

export interface Understood {
  /** For people: without control characters and broken surrogates, trimmed, cut to 200 characters. */
  shown: string;
  /** For Postgres: at most 12 lower-case words of letters and digits, so that no character of a query language is left. */
  words: string[];
  /** The article number that is named, in the form of an id: "WT 1042" is `wt-1042`, and so is "1042" alone. */
  article: string | null;
}

/** Four to nine digits behind "wt", with any dash or blank between them, or alone. */
const ARTICLE = /(?<![\p{L}\p{N}])wt[\s\p{Pd}\u2212]*(?<named>\d{4,9})(?![\p{L}\p{N}])|^(?<alone>\d{4,9})$/u;

/** Makes of anything typed something that can be searched for; never throws. */
export function understandWords(typed: string): Understood {
  // A real query is shorter than this, white space included; the rest of a longer one is ignored.
  const looked = typed
    .trimStart()
    .slice(0, 4 * MAX_CHARACTERS)
    .toWellFormed();
  const legible = looked
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  const shown = wholeCharacters(legible.slice(0, MAX_CHARACTERS)).trimEnd();
  // Soft hyphens and zero-width characters come along with what is pasted, and hide in the middle of words.
  const plain = shown
    .replaceAll(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .toLowerCase();
  // "10mm" is written "10 mm" in the catalogue, but "M8" is one word; "3.5" is one number.
  const words = plain.match(/\p{L}[\p{L}\p{M}\p{N}]*|\p{N}+(?:\.\p{N}+)?/gu) ?? [];
  const short = words.map(word => wholeCharacters(word.slice(0, MAX_WORD_CHARACTERS)));
  return { shown, words: [...new Set(short)].slice(0, MAX_WORDS), article: articleIn(plain) };
}

function articleIn(plain: string): string | null {
  const { named, alone } = ARTICLE.exec(plain)?.groups ?? {};
  const digits = named ?? alone;
  return digits === undefined ? null : `wt-${digits}`;
}

/** Without the half of a surrogate pair that a cut leaves at the end. */
function wholeCharacters(cut: string): string {
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
