import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const LONGEST_MS = 120_000;
const root = new URL('..', import.meta.url);

/** `npm run tour`: types every command of docs/tour.md, in its order, into the shop that is open. */
const page = await readFile(new URL('docs/tour.md', root), 'utf8');
const commands = [...page.matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map(line => line.replace(/\s+#.*/, ''))
  .filter(line => !line.startsWith('npm start')); // it is open

for (const command of commands) {
  process.stdout.write(`\n$ ${command}\n`);
  const code = await typed(command);
  if (code === 0) continue;
  process.stdout.write(`"${command}" ended with ${code}\n`);
  process.exitCode = 1;
  break;
}
if (process.exitCode === undefined)
  process.stdout.write(`\n${commands.length} of ${commands.length} commands as expected\n`);

function typed(command: string): Promise<number | null> {
  const child = spawn('sh', ['-c', command], { cwd: root, stdio: 'inherit', timeout: LONGEST_MS });
  return new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
}
