import { findCycles } from './find-cycles.ts';
import { type Broken, importRules } from './import-rules.ts';
import { nameRules } from './name-rules.ts';
import { type Import, readSources, type SourceFile } from './read-sources.ts';

/** Every broken rule of the workspace below `root`, one line each: file, import, rule, cure. */
export function checkArchitecture(root: string): string[] {
  const files = readSources(root);
  const imports = files.flatMap(file =>
    file.imports.flatMap(wanted => {
      const broken = firstBroken(file, wanted);
      return broken ? [`${file.path} imports "${wanted.specifier}": ${broken.rule}; ${broken.cure}`] : [];
    }),
  );
  const names = files.flatMap(({ path }) => nameRules(path).map(({ rule, cure }) => `${path}: ${rule}; ${cure}`));
  const cycles = findCycles(files).map(
    ring => `${ring.join(' → ')} → ${ring[0]}: files need each other in a circle; move what both need into a third`,
  );
  return [...imports, ...names, ...cycles];
}

function firstBroken(file: SourceFile, wanted: Import): Broken | undefined {
  for (const rule of importRules) {
    const broken = rule(file, wanted);
    if (broken) return broken;
  }
  return undefined;
}
