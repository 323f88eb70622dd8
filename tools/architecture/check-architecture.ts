import { type Broken, importRules } from './import-rules.ts';
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

/** Every ring of files that need each other to load; types are erased, so they close no ring. Each ring once. */
function findCycles(files: SourceFile[]): string[][] {
  const next = new Map(files.map(file => [file.path, neighbours(file)]));
  const done = new Set<string>();
  const rings: string[][] = [];

  function follow(path: string, trail: string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) return void rings.push(trail.slice(start));
    if (done.has(path)) return;
    for (const target of next.get(path) ?? []) follow(target, [...trail, path]);
    done.add(path);
  }
  for (const path of next.keys()) follow(path, []);
  return rings;
}

function neighbours({ imports }: SourceFile): string[] {
  return imports.flatMap(({ target, isTypeOnly }) => (target.is === 'file' && !isTypeOnly ? [target.path] : []));
}

const FOLDERS = /^(controllers?|services?|repositor(y|ies)|dtos?|entit(y|ies)|utils?|helpers?|common|shared|misc)$/;
const FILES = /(^|\.)(utils?|helpers?|common|service|controller|repository|dto|entity|manager)\.ts$/;

/** What a file and its folders may not be called: a name answers "what does it do here?". */
function nameRules(path: string): Broken[] {
  const parts = path.split('/');
  const file = parts.pop() ?? '';
  const broken: Broken[] = [];
  const folder = parts.find(part => FOLDERS.test(part));
  if (folder)
    broken.push({
      rule: `a folder named ${folder} says nothing`,
      cure: 'name it after what it holds, or leave it out',
    });
  if (FILES.test(file))
    broken.push({ rule: 'a file is named after what it does here', cure: 'like charge-card.ts or ledger.ts' });
  if (file === 'main.ts' && !path.startsWith('apps/')) {
    broken.push({ rule: 'only an app has a main.ts', cure: 'name it after what it starts' });
  }
  return broken;
}
