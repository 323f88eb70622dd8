/** What people type, paste and send who want to see something break; as it stands in a form or an address. */
const typed: Record<string, string> = {
  nothing: '',
  'a blank': '   ',
  '10,000 characters': 'x'.repeat(10_000),
  NUL: 'a\0b',
  emoji: '🧨🛟👩‍👩‍👧',
  Cyrillic: 'лебёдка',
  'Arabic digits': '١٢٣',
  'a script': '<script>alert(1)</script>',
  'the end of an attribute': `"><img src=x onerror=alert(1)>'`,
  SQL: `'; DROP TABLE orders; --`,
  'a path': '../../../../etc/passwd',
  'a template': '{{7*7}}${7*7}',
  'a prototype': '__proto__',
  'a number beyond all': '9'.repeat(400),
  'line ends': 'a\r\nset-cookie: wt_session=x',
};

/** What no form encodes: broken on the wire. */
const broken: Record<string, string> = {
  'a lone surrogate': '%ED%A0%80',
  'NUL, encoded twice': '%2500',
  'half a character': '%F0%9F',
  'no encoding at all': '%',
};

/** By name, encoded. */
export const hostile: [name: string, value: string][] = [
  ...Object.entries(typed).map(([name, value]): [string, string] => [name, encodeURIComponent(value)]),
  ...Object.entries(broken),
];

/** The fields of a form, percent-encoded where they are not yet. */
export const encodedForm = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

interface Seen {
  status: number;
  html: string;
  location?: string | null;
}

const dress = [/^<!doctype html>/, /<\/html>\s*$/, /<h1>[^<]+<\/h1>/, /class="brand"/, /<link rel="stylesheet"/];

/** What is wrong with an answer: a 5xx, a stack, markup of theirs, no whole page in the shop's dress, a way elsewhere. */
export function faultsOf({ status, html, location = null }: Seen): string[] {
  return [
    ...(status >= 500 ? [`status ${status}`] : []),
    ...(/\n\s*at \S+.*[:(]\d+|node:internal|node_modules/.test(html) ? ['a stack'] : []),
    ...(/<script|<img src=x/i.test(html) ? ['markup of theirs'] : []),
    ...(status === 303 ? leadsElsewhere(location) : undressed(html)),
  ];
}

const leadsElsewhere = (location: string | null) =>
  /^\/(?![/\\])[\x21-\x7e]*$/.test(location ?? '') ? [] : [`leads to ${location}`];

const undressed = (html: string) => dress.filter(part => !part.test(html)).map(part => `no ${part}`);
