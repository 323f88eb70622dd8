import { randomInt } from 'node:crypto';
import type { Attack, Finding, Target } from './attack.ts';
import { attacks } from './attacks.ts';
import { options } from './options.ts';
import { newDataDir, removeDataDir, ShopUnderAttack } from './shop.ts';
import { MAX_IN_FLIGHT } from './slow-readers.ts';
import { openBesideSquatter } from './squatted-port.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
/** Short where the shop would wait for a minute, so that a minute holds what follows. */
const quick = {
  LEASE_MS: '3000',
  SWEEP_MS: '500',
  ORPHAN_MS: '12000',
  RECONCILE_MS: '2000',
  COMPARE_MS: '2000',
  PACKING_MS: '200',
  RESEND_MS: '3000',
};
const production = { NODE_ENV: 'production', SEED: 'demo', MAX_IN_FLIGHT: String(MAX_IN_FLIGHT) };

/** Runs attacks of one kind, and reports what came of each. */
async function play(attack: Attack, target: Target): Promise<Finding[]> {
  const startMs = performance.now();
  const findings = await attack.run(target).catch((error: Error) => [
    // An attack that could not be made says nothing about the shop, and must not count as held.
    { name: attack.name, held: false, observed: `could not be made: ${error.stack ?? error.message}` },
  ]);
  for (const { name, held, observed } of findings) say(`${held ? 'HELD  ' : 'BROKEN'} ${name}: ${observed}`);
  say(`       ${attack.name}: ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  return findings;
}

async function check(chosen: readonly Attack[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const dirs: string[] = [];
  for (const on of ['production', 'open'] as const) {
    const all = chosen.filter(each => (each.on ?? 'open') === on);
    if (all.length === 0) continue;
    const dir = newDataDir();
    dirs.push(dir);
    say(
      `a shop of its own opens${on === 'production' ? ', with NODE_ENV=production, while another program listens where it listened' : ''}`,
    );
    const opened =
      on === 'production'
        ? await openBesideSquatter(dir, () => ShopUnderAttack.open(production, dir))
        : { shop: await ShopUnderAttack.open(quick, dir), findings: [] };
    await using shop = opened.shop;
    for (const { name, held, observed } of opened.findings) say(`${held ? 'HELD  ' : 'BROKEN'} ${name}: ${observed}`);
    findings.push(...opened.findings);
    for (const attack of all) findings.push(...(await play(attack, shop)));
  }
  const hasHeld = findings.every(({ held }) => held);
  if (hasHeld) dirs.forEach(removeDataDir);
  else say(`the logs of the shops are in ${dirs.join(', ')}`);
  return findings;
}

const names = attacks(1).map(({ name }) => name);
const parsed = options(process.argv.slice(2), names);
if (parsed === undefined) {
  process.stderr.write(`npm run check:security [-- --seed <n>] [${names.join(' | ')} …]\n`);
  process.exitCode = 2;
} else {
  const seed = parsed.seed ?? randomInt(1, 1_000_000);
  say(`npm run check:security -- --seed ${seed}`);
  const startMs = performance.now();
  const findings = await check(
    attacks(seed).filter(({ name }) => parsed.names.length === 0 || parsed.names.includes(name)),
  );
  const broken = findings.filter(({ held }) => !held);
  say(
    `${findings.length - broken.length} held, ${broken.length} broken, ${Math.round((performance.now() - startMs) / 1000)} s${broken.length > 0 ? `: ${broken.map(({ name }) => name).join('; ')}` : ''}`,
  );
  process.exit(broken.length === 0 ? 0 : 1);
}
