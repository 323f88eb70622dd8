import type { Broken } from './import-rules.ts';

const FOLDERS = /^(controllers?|services?|repositor(y|ies)|dtos?|entit(y|ies)|utils?|helpers?|common|shared|misc)$/;
const FILES = /(^|\.)(utils?|helpers?|common|service|controller|repository|dto|entity|manager)\.ts$/;

/** What a file and its folders may not be called: a name answers "what does it do here?". */
export function nameRules(path: string): Broken[] {
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
