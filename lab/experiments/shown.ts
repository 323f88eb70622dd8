/** Writes a number with as many digits as mean something; Infinity means that it never happened. */
export function shown(value: number): string {
  if (value === Infinity) return 'never';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** For `JSON.stringify`: JSON has no Infinity. */
export const neverAsText = (_: string, value: unknown) => (value === Infinity ? 'never' : value);
