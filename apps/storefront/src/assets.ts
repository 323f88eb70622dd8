import { fileURLToPath } from 'node:url';

/** The folder of style sheets, articles and icon. This file stays in src/: the bundle is a file in such a folder, too. */
export const assetsFolder = fileURLToPath(new URL('../assets/', import.meta.url));
