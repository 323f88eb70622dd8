import { fileURLToPath } from 'node:url';
import { labPages } from './pages.ts';

// A process of its own for `npm run reference`: tools import nothing of the lab.
process.stdout.write(JSON.stringify(labPages(fileURLToPath(new URL('../..', import.meta.url)))));
