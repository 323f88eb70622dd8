import { parseArgs } from 'node:util';
import { buildApps } from '@watertight/testing/processes';
import { openMatrixShop } from '../matrix/matrix-shop.ts';
import { type Owner, owners } from '../matrix/shop-under-test.ts';
import { fuzz, installSchemathesis } from './schemathesis.ts';

const say = (text: string) => void process.stdout.write(`${text}\n`);

/**
 * `npm run fuzz [-- service …]`: sends each service what its OpenAPI document allows and what it forbids, and reports every answer
 * that differs from the document: valid requests that are refused, invalid ones that are taken, undocumented answers, server errors.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    examples: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '60' },
  },
});

async function run(): Promise<boolean> {
  const chosen = owners.filter(name => positionals.length === 0 || positionals.includes(name));
  if (chosen.length === 0)
    throw new Error(`no service is named ${positionals.join(' ')}; there are ${owners.join(', ')}`);
  const options = { seed: Number(values.seed), examples: Number(values.examples), maxSeconds: Number(values.seconds) };
  say(`fuzz: seed ${options.seed}, ${options.examples} examples, at most ${options.maxSeconds} s a service`);
  const command = await installSchemathesis();
  await buildApps();
  const shop = await openMatrixShop('on');
  const different: Owner[] = [];
  try {
    for (const name of chosen) {
      const { isRight, report } = await fuzz(command, shop.process(name).url, options);
      const cases = /Test cases:\s*(.*)/.exec(report)?.[1] ?? 'none';
      say(`${isRight ? '✓' : '✗'} ${name.padEnd(16)} ${cases}`);
      if (isRight) continue;
      different.push(name);
      say(report.slice(Math.max(0, report.indexOf('= FAILURES ='))));
    }
  } finally {
    await shop.close();
  }
  say(different.length === 0 ? 'fuzz: no difference' : `fuzz: ${different.join(', ')} differ from what they publish`);
  return different.length === 0;
}

process.exitCode = (await run()) ? 0 : 1;
