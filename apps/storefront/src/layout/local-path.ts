/**
 * The path if it leads to a page of this shop, else undefined: a link from outside must not send anyone elsewhere.
 *
 * `//host` and `/\host` are other sites to a browser; control characters are dropped by browsers and would hide them.
 */
export function localPath(path: unknown): string | undefined {
  return typeof path === 'string' && path.length <= 2000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : undefined;
}
