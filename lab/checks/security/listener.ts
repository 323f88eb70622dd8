import { readdirSync, readFileSync } from 'node:fs';

/** The environment of the process that was told to listen on this port. Linux only: elsewhere it is empty. */
export function environmentOfListener(port: number, name: string): Readonly<Record<string, string>> {
  for (const pid of processIds()) {
    const environment = readEnvironment(pid);
    if (environment['PORT'] === String(port) && environment['OTEL_SERVICE_NAME'] === name) return environment;
  }
  return {};
}

const processIds = (): string[] => {
  try {
    return readdirSync('/proc').filter(name => /^\d+$/.test(name));
  } catch {
    return []; // no Linux
  }
};

function readEnvironment(pid: string): Record<string, string> {
  try {
    const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  } catch {
    return {}; // it has ended, or is another user's
  }
}
