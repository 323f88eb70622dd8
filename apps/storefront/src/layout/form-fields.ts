/** The fields of a form as text. A field that came twice counts once; what is no text is empty. */
export function fieldsOf<const Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const given = typeof body === 'object' && body !== null ? body : {};
  return Object.fromEntries(names.map(name => [name, text(Reflect.get(given, name))])) as Record<Name, string>;
}

function text(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

/** How many, as people type it: up to three digits. NaN for anything else, which no rule accepts. */
export const quantityOf = (typed: string): number => (/^\d{1,3}$/.test(typed.trim()) ? Number(typed) : NaN);
