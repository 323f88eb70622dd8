import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startShop } from './bench/running-shop.ts';

const OPEN_WITHIN_MS = 300_000;
const LONGEST_MS = 120_000;
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * `npm run tour`: types every command of docs/tour.md, in its order, into the shop that is open; `-- --open` opens it first,
 * as the page does, and closes it.
 */
async function tour(): Promise<void> {
  const page = await readFile(new URL('../docs/tour.md', import.meta.url), 'utf8');
  const [first = '', ...commands] = [...page.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = '']) => block.trim().split('\n'))
    .map(line => line.replace(/\s+#.*/, ''));
  const [, options] = /^npm start -- (.+)$/.exec(first) ?? [];
  if (options === undefined) throw new Error(`the tour begins with "${first}", which opens no shop`);
  const opened = process.argv.includes('--open')
    ? await startShop({ folder: root, args: options.split(' '), withinMs: OPEN_WITHIN_MS })
    : undefined;
  try {
    for (const command of commands) {
      process.stdout.write(`\n$ ${command}\n`);
      const code = await typed(command);
      if (code !== 0) throw new Error(`"${command}" ended with ${code}`);
    }
    process.stdout.write(`\n${commands.length} of ${commands.length} commands as expected\n`);
  } finally {
    await opened?.stop();
  }
}

function typed(command: string): Promise<number | null> {
  const child = spawn('sh', ['-c', command], { cwd: root, stdio: 'inherit', timeout: LONGEST_MS });
  return new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
}

await tour();
