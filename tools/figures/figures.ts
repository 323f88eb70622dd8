import { commentShares, listFiles, percentOf, sum } from '../plain-english/check-plain-english.ts';
import { longFunctions } from './long-functions.ts';
import { placesOfAService } from './places.ts';
import { fileOfRoute, filesBehind, layersOf, readGraph, type Source } from './source-graph.ts';

/** One figure of the tree, and how it is counted. */
export interface Figure {
  name: string;
  value: number;
  unit?: '%';
  /** Absent: the figure has no target. */
  atMost?: number;
  how: string;
  /** What the figure counts, one place each. */
  places?: string[];
}

/** The route of the product page, by which its file is found, wherever the storefront keeps it. */
const PRODUCT_PAGE = '/products/:slug';
const SMALL_LINES = 30;
const RESILIENCE = 'packages/resilience/src';

/** Packages that support tests and the lab, and hold data: the other packages and all apps are the product. */
const support = ['packages/testing', 'packages/embedded-databases'];
const data = 'packages/demo-data';

/** Measures the workspace at `root`, a git repository. */
export function measureTree(root: string): Figure[] {
  const graph = readGraph(root);
  const paths = listFiles(root);
  return [...sizes(graph), ...reading(graph, root), ...writing(graph, root, paths)];
}

/** How large the product is, and what surrounds it. */
function sizes(graph: Map<string, Source>): Figure[] {
  const sources = [...graph.values()];
  const product = sources.filter(({ folder }) => isProduct(folder));
  const surrounding = sources.filter(({ folder }) => folder !== data && !isProduct(folder));
  const lines = product.map(each => each.lines).toSorted((a, b) => a - b);
  const at = (share: number) => lines[Math.min(lines.length - 1, Math.floor(share * lines.length))] ?? 0;
  const how = `sources of apps/ and packages/, without tests and without ${[...support, data].join(', ')}`;
  return [
    { name: 'files of the product', value: product.length, how },
    {
      name: 'lines of a file, median',
      value: at(0.5),
      how: 'all lines of the same files, blank ones and comments too',
    },
    { name: 'lines of a file, p90', value: at(0.9), how: 'the same' },
    { name: 'lines of a file, most', value: at(1), how: 'the same' },
    {
      name: 'surrounding code',
      value: (100 * linesOf(surrounding)) / linesOf(product),
      unit: '%',
      atMost: 50,
      how: `lines of lab, tools and ${support.join(', ')}, without tests, for each 100 lines of the product (${linesOf(product)})`,
    },
  ];
}

const isProduct = (folder: string): boolean =>
  /^(apps|packages)\//.test(folder) && ![...support, data].includes(folder);
const linesOf = (sources: Source[]): number => sources.reduce((total, { lines }) => total + lines, 0);

/** How much a reader has to open. */
function reading(graph: Map<string, Source>, root: string): Figure[] {
  const sources = [...graph.values()];
  const small = sources.filter(({ lines, importers }) => lines < SMALL_LINES && importers.length === 1);
  const page = fileOfRoute(PRODUCT_PAGE, root, graph);
  const behind = [...filesBehind(page, graph)];
  return [
    {
      name: 'small files with one importer',
      value: (100 * small.length) / sources.length,
      unit: '%',
      atMost: 10,
      how: `of all ${sources.length} sources, those under ${SMALL_LINES} lines that one other source imports; the door of a package is no importer`,
      places: small.map(({ path, importers }) => `${path} ← ${importers[0]}`),
    },
    {
      name: 'files behind a product page',
      value: behind.length,
      atMost: 25,
      how: `${page} and all files of its app that it imports, by any number of steps, types included`,
      places: behind,
    },
    { name: 'files of resilience', value: filesIn(RESILIENCE, sources), how: `sources of ${RESILIENCE}` },
    {
      name: 'layers of resilience',
      value: layersOf(RESILIENCE, graph),
      atMost: 8,
      how: 'the longest way of imports, types included; a ring counts as infinite',
    },
  ];
}

const filesIn = (folder: string, sources: Source[]): number =>
  sources.filter(({ path }) => path.startsWith(`${folder}/`)).length;

/** How well it is written, and what an addition costs. */
function writing(graph: Map<string, Source>, root: string, paths: string[]): Figure[] {
  const comments = sum(commentShares(root));
  const places = placesOfAService(root, paths);
  const long = longFunctions(root).filter(({ path }) => graph.has(path));
  return [
    {
      name: 'comments with a banned word',
      value: percentOf(comments),
      unit: '%',
      atMost: 1,
      how: `of ${comments.texts} comments, tests included; "npm run check words" lists them`,
    },
    {
      name: 'places a service is declared in',
      value: places.length,
      atMost: 8,
      how: 'its app, its contract, and the files that name it; not those made by npm run reference, nor pages that use it',
      places,
    },
    {
      name: 'functions over 40 lines',
      value: long.length,
      atMost: 0,
      how: "lines of code without blank ones and comments, by oxlint's max-lines-per-function, without tests",
      places: long.map(({ path, line }) => `${path}:${line}`),
    },
  ];
}

/** Returns the figures as text: a line for each with its target, and how it is counted. `withPlaces`: all that is counted. */
export function printFigures(figures: readonly Figure[], { withPlaces = false } = {}): string {
  const lines = figures.flatMap(figure => [
    `${markOf(figure)} ${figure.name.padEnd(34)}${numberOf(figure.value, figure.unit).padStart(8)}   ${targetOf(figure)}`,
    `    ${figure.how}`,
    ...(withPlaces ? (figure.places ?? []).map(place => `      ${place}`) : []),
  ]);
  const missed = figures.filter(isMissed);
  const measured = figures.filter(({ atMost }) => atMost !== undefined);
  return [...lines, `figures: ${measured.length - missed.length} of ${measured.length} targets are met`].join('\n');
}

/** Whether a figure is above its target. */
export const isMissed = ({ value, atMost }: Figure): boolean => atMost !== undefined && value > atMost;

const markOf = (figure: Figure): string => (figure.atMost === undefined ? ' ' : isMissed(figure) ? '✗' : '✓');
const targetOf = ({ atMost, unit }: Figure): string =>
  atMost === undefined ? 'no target' : `target: at most ${numberOf(atMost, unit, 0)}`;
const numberOf = (value: number, unit: Figure['unit'], digits = 1): string =>
  unit === undefined ? String(value) : `${value.toFixed(digits)} ${unit}`;
