import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';

const jest = new URL('../../node_modules/jest/package.json', import.meta.url);

/** Requires what jest is made of: the workspace itself knows only jest. */
export const requireOfJest = createRequire(realpathSync(jest));
