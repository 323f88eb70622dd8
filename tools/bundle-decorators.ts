import { readFile } from 'node:fs/promises';
import { transform, type Options } from '@swc/core';
import type { Plugin } from 'esbuild';

/** The same settings as jest.config.mjs, so that tests see what runs. */
const options: Options = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

/**
 * Compiles the files that hold decorators with swc: esbuild does not emit `design:paramtypes`,
 * from which Nest learns what a constructor wants.
 */
export const decorators: Plugin = {
  name: 'decorators',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return null;
      const source = await readFile(path, 'utf8');
      if (!/^\s*@[A-Za-z]+[(\s]/m.test(source)) return null;
      const { code } = await transform(source, { ...options, filename: path });
      return { contents: code, loader: 'js' };
    });
  },
};
