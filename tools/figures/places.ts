import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where lists of services may stand. Pages and tests speak of services; they declare none. */
const isList = (path: string): boolean =>
  /\.(ts|mjs|sh|ya?ml|json)$|(^|\/)Dockerfile$/.test(path) &&
  !/^(docs|lab\/experiments)\/|\.(test|fixture)\.ts$|^pnpm-lock/.test(path);

/** `npm run reference` writes these from packages/topology: whole files, and lines between two comments. */
const isGenerated = (text: string): boolean => /^(#|\/\/|<!--) Made by `npm run reference` /.test(text);
const generatedLines = /# Made by `npm run reference`: [^]*?# End of /g;

/**
 * Returns the places in which a new service has to be declared: the files that name a service, other than its own app and
 * contract (one place each), and than experiments: they name services of the textbook.
 *
 * It is the shortest of these lists over all services: a file that names a few of them, or uses the name as a common word,
 * need not name the next.
 */
export function placesOfAService(root: string, paths: readonly string[]): string[] {
  const services = readdirSync(join(root, 'apps')).filter(name => name !== 'control-room' && name !== 'storefront');
  const texts = paths.filter(isList).map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const places = services.map(service => {
    const own = [`apps/${service}/`, `packages/contracts/src/${service}.ts`];
    const lists = texts.filter(
      ({ path, text }) =>
        !path.startsWith('apps/storefront/') && // its pages use what is declared
        !own.some(each => path.startsWith(each)) &&
        !isGenerated(text) &&
        names(service, path, text),
    );
    return [...own, ...lists.map(({ path }) => path)];
  });
  return places.reduce((least, each) => (each.length < least.length ? each : least), places[0] ?? []);
}

/** Source names a service in quotes, manifests and scripts as a word; comments do not count. */
function names(service: string, path: string, text: string): boolean {
  const word = /\.(ts|mjs)$/.test(path)
    ? new RegExp(String.raw`['"/]${service}(-\d)?['"]`)
    : new RegExp(String.raw`(?<![\w-])${service}(?![\w-])|watertight-${service}\b`);
  return text
    .replaceAll(generatedLines, '')
    .split('\n')
    .some(line => !/^\s*(#|\/\/|\*|\/\*)/.test(line) && word.test(line));
}
