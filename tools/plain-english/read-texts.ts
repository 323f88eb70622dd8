/** A comment or a sentence, and the line of its file that it begins on. */
export interface Text {
  line: number;
  text: string;
}

const strings = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|${'`'}(?:\\.|[^${'`'}\\])*${'`'}`;
const comments = String.raw`/\*[^]*?\*/|(?<![:\\/])//[^\n]*(?:\n[ \t]*//[^\n]*)*`;
const tokens = new RegExp(`${strings}|(${comments})`, 'g');

/** Returns the comments of a source file; `//` lines that follow each other are one. Code in backticks is left out. */
export function readComments(source: string): Text[] {
  return [...source.matchAll(tokens)].flatMap(({ 1: comment, index }) =>
    comment ? [{ line: lineAt(source, index), text: withoutCode(comment) }] : [],
  );
}

/** Returns the sentences and table cells of a Markdown page. Code, link addresses and comments of the page are left out. */
export function readSentences(page: string): Text[] {
  const prose = withoutCode(page.replaceAll(/^```[^]*?^```|^ {4,}\S.*$|<!--[^]*?-->/gm, blank)).replaceAll(
    /\]\([^)]*\)|https?:\S+/g,
    blank,
  );
  return [...prose.matchAll(/[^|]+?(?:[.!?](?=\s)|\n\s*\n|\n(?=[-*#\d])|\||$)/g)].flatMap(({ 0: sentence, index }) => {
    const begin = index + sentence.search(/\S|$/);
    return /[a-z]{2}/i.test(sentence) ? [{ line: lineAt(prose, begin), text: sentence.trimStart() }] : [];
  });
}

const withoutCode = (text: string): string => text.replaceAll(/`[^`\n]*`/g, blank);

/** Keeps line numbers: everything but the ends of lines becomes a space. */
const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
