import { parseSync } from '@swc/core';

export interface FoundImport {
  specifier: string;
  isDynamic: boolean;
  isTypeOnly: boolean;
}

/** A node of the syntax tree, as far as imports are concerned. */
interface Node {
  type?: string;
  source?: { value: string } | null;
  typeOnly?: boolean;
  specifiers?: { isTypeOnly?: boolean }[];
  callee?: { type?: string; value?: string };
  arguments?: { expression?: { type?: string; value?: string } }[];
}

/** What a file imports, re-exports or loads later; what only looks like an import (in a string, in a comment) is none. */
export function readImports(path: string, code: string): FoundImport[] {
  const syntax = /\.[cm]?ts$/.test(path)
    ? ({ syntax: 'typescript', decorators: true } as const)
    : ({ syntax: 'ecmascript' } as const);
  const found: FoundImport[] = [];
  visit(parseSync(code, { ...syntax, target: 'esnext' }), node => {
    const wanted = declared(node) ?? loaded(node);
    if (wanted) found.push(wanted);
  });
  return found;
}

function declared(node: Node): FoundImport | undefined {
  if (!/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type ?? '') || !node.source) return undefined;
  const specifiers = node.specifiers ?? [];
  const isTypeOnly = node.typeOnly === true || (specifiers.length > 0 && specifiers.every(each => each.isTypeOnly));
  return { specifier: node.source.value, isDynamic: false, isTypeOnly };
}

/** `import('…')` and `require('…')`. */
function loaded(node: Node): FoundImport | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const { callee, arguments: [first] = [] } = node;
  if (callee?.type !== 'Import' && callee?.value !== 'require') return undefined;
  const specifier = first?.expression?.type === 'StringLiteral' ? first.expression.value : undefined;
  return specifier === undefined ? undefined : { specifier, isDynamic: true, isTypeOnly: false };
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) visit(each, see);
  else if (typeof node === 'object' && node !== null) {
    see(node);
    for (const each of Object.values(node)) visit(each, see);
  }
}
