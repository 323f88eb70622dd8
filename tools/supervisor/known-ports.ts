import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataHome } from '../config.ts';

/** Where each process of the shop of this checkout listens, by name, while it is open. The lab reads this file, too. */
const file = join(dataHome, 'ports.json');

export function publishPorts(ports: Readonly<Record<string, number>>): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(ports, undefined, 2)}\n`);
}

export function forgetPorts(): void {
  rmSync(file, { force: true });
}

/** @param usual where it listens unless the open shop has moved it */
export function knownPort(name: string, usual: number): number {
  if (!existsSync(file)) return usual;
  const ports = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  return ports[name] ?? usual;
}
