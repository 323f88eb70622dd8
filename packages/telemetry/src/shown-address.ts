/** Parameters of a path, and fields of a query, whose values no span shows: they open something, or stand for a person. */
const hidden = ['basketId', 'customerId'];
const HIDDEN_FIELD = new RegExp(`(^|&)(${hidden.join('|')})=[^&]*`, 'g');
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * Returns a path as spans show it: the parameter's name in place of what must not be seen, `/baskets/:basketId/lines`.
 *
 * `route`: what it was made from or matched by. Without one nothing is known of its parts, and every UUID is hidden.
 */
export function shownPath(path: string, route: string | undefined): string {
  if (route === undefined) return path.replaceAll(UUID, ':id');
  if (!hidden.some(name => route.includes(`:${name}`))) return path;
  const names = route.split('/');
  return path
    .split('/')
    .map((part, i) => (hidden.includes(names[i]?.slice(1) ?? '') ? names[i] : part))
    .join('/');
}

/** Returns a query as spans show it: fields keep their names, and lose what must not be seen. */
export const shownQuery = (query: string): string => query.replaceAll(HIDDEN_FIELD, '$1$2=:$2');

/** Returns an address, path and query, as spans show it. */
export function shownAddress(address: string, route: string): string {
  const [path, query] = splitOnce(address, '?');
  return query === undefined ? shownPath(path, route) : `${shownPath(path, route)}?${shownQuery(query)}`;
}

/** The text before a separator, and after it where there is one. */
export function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
