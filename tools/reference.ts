import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './config.ts';
import { referencePages } from './reference/reference-pages.ts';

/** `npm run reference`: writes docs/reference anew from the code. */
const pages = await referencePages(root);
const folder = join(root, 'docs/reference');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, name), text);
console.log(`docs/reference: ${Object.keys(pages).join(', ')}`);
