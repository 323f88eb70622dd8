import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A record or page could not be written; what stood there before still does. */
export class NotWrittenError extends Error {
  override readonly name = 'NotWrittenError';
}

/** Writes a file as a whole or not at all: on a full disk the numbers of earlier runs are kept. @throws NotWrittenError */
export function writeWhole(path: string, text: string): void {
  const beside = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new NotWrittenError(`Not recorded: ${(error as Error).message}`, { cause: error });
  }
}
