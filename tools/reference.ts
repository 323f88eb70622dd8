import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './config.ts';
import { generatedFiles } from './reference/reference-pages.ts';

/** `npm run reference`: writes anew from the code what is made from it: docs/reference, and some of k8s. */
const files = await generatedFiles(root);
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(Object.keys(files).join('\n'));
