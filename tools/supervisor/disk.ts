import { statfsSync } from 'node:fs';

/** Below this PostgreSQL can no longer write, whatever else is said. */
const LEAST_FREE_MB = 16;
const BYTES_PER_MB = 1024 * 1024;

/** A sentence when the disk under a folder is full. */
export function diskFull(folder: string, leastFreeMb = LEAST_FREE_MB): string | undefined {
  const { bavail, bsize } = statfsSync(folder);
  const freeMb = Math.floor((bavail * bsize) / BYTES_PER_MB);
  if (freeMb >= leastFreeMb) return undefined;
  return `The disk of ${folder} is full (${freeMb} MB free): the shop needs about 200 MB there. Make room, then npm start again.`;
}
