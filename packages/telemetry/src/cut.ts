import { attributeChars } from './config.ts';

/**
 * Returns as much of a text as an attribute holds, 256 characters unless OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT says otherwise.
 *
 * It is a copy: V8 keeps a part of a string as a view of the whole, and 2,048 spans that wait for the exporter would hold an
 * address of 30 kB each.
 */
export function cut(text: string): string {
  return text.length <= attributeChars ? text : Buffer.from(text.slice(0, attributeChars)).toString();
}
