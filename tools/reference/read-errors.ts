import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import type { FoundError } from './given.ts';

/** A node of the syntax tree, as far as errors are concerned. */
interface Node {
  type?: string;
  callee?: { type?: string; value?: string };
  arguments?: { expression: Node }[];
  properties?: { type: string; key?: { value: string }; value?: Node }[];
  value?: unknown;
  quasis?: { cooked: string }[];
  left?: Node;
  right?: Node;
}

/** Every ShopError the sources make, in the order of their codes; one whose code is computed is not among them. */
export function readErrors(root: string): FoundError[] {
  const sources = globSync(['apps/*/src/**/*.ts', 'packages/*/src/**/*.ts'], { cwd: root });
  const found = sources
    .filter(path => !/\.(test|fixture)\.ts$/.test(path))
    .flatMap(path => errorsIn(readFileSync(join(root, path), 'utf8'), path.split('/')[1] ?? ''));
  return found.toSorted((a, b) => compare(a.code, b.code) || compare(a.place, b.place));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function errorsIn(code: string, place: string): FoundError[] {
  const found: FoundError[] = [];
  visit(parseSync(code, { syntax: 'typescript', decorators: true, target: 'esnext' }), node => {
    const isError =
      node.callee?.type === 'Super' || (node.type === 'NewExpression' && node.callee?.value === 'ShopError');
    const [message, options] = (isError && node.arguments) || [];
    if (message === undefined || options === undefined) return;
    const { code, status, retryAllowed } = literals(options.expression);
    if (typeof code === 'string' && typeof status === 'number')
      found.push({ code, status, place, message: words(message.expression), retryAllowed: retryAllowed !== false });
  });
  return found;
}

function literals({ properties = [] }: Node): Record<string, unknown> {
  return Object.fromEntries(
    properties.flatMap(({ key, value }) =>
      key === undefined || value === undefined ? [] : [[key.value, value.value]],
    ),
  );
}

/** What is said, with `…` in the place of what is only known at run time. */
function words(node: Node): string {
  if (node.type === 'StringLiteral') return String(node.value);
  if (node.type === 'TemplateLiteral') return (node.quasis ?? []).map(({ cooked }) => cooked).join('…');
  if (node.type === 'BinaryExpression') return words(node.left ?? {}) + words(node.right ?? {});
  return '…';
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) visit(each, see);
  else if (typeof node === 'object' && node !== null) {
    see(node);
    for (const each of Object.values(node)) visit(each, see);
  }
}
