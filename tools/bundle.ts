import { join } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import { decorators } from './bundle-decorators.ts';

/** `in` and `out` are relative to the root and to build/; `out` has no extension. */
export type EntryPoint = { in: string; out: string };

/** Patched in place by OpenTelemetry before the service loads, so that all must share the one copy in node_modules. */
const instrumented = ['pg', 'ioredis'];

/** What Nest, terminus and pg try to load and live without. */
const optionalPeers = [
  '@fastify/busboy',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@mikro-orm/*',
  '@nestjs/axios',
  '@nestjs/microservices',
  '@nestjs/mongoose',
  '@nestjs/platform-express',
  '@nestjs/sequelize',
  '@nestjs/typeorm',
  '@nestjs/websockets',
  '@prisma/client',
  'class-transformer',
  'class-validator',
  'mongoose',
  'pg-native',
  'sequelize',
  'typeorm',
];

/** The OpenTelemetry SDK loads every exporter there is; we speak HTTP, and gRPC costs each process 10 MB. */
const unused = { '@grpc/grpc-js': join(import.meta.dirname, 'unused-package.cjs') };

/** CommonJS packages in an ESM bundle still ask for these. */
const commonJsNames = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url), __filename = __fileURLToPath(import.meta.url), __dirname = __fileURLToPath(new URL('.', import.meta.url));`;

/** One esbuild run for all entry points, so that what several need is compiled and stored once; nothing is written. */
export async function bundle(root: string, entryPoints: EntryPoint[]): Promise<OutputFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: join(root, 'build'),
    write: false,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // No keepNames: esbuild would name every closure when it is made, which cost a page a twelfth of its time. What is not
    // minified keeps its names anyway, but for the second of two that are called alike.
    // Text that is not there need not be kept in memory: 10 MB a process. Names stay, for readers of a stack trace;
    // NODE_OPTIONS=--enable-source-maps shows lines too, for 60 MB a process.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    sourcesContent: false,
    alias: unused,
    external: [...instrumented, ...optionalPeers],
    banner: { js: commonJsNames },
    plugins: [decorators],
    logLevel: 'warning',
  });
  return outputFiles;
}
