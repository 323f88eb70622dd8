import { chargeModel } from './charge.ts';
import { explore } from './explore.ts';
import { type Variant, variants } from './variants.ts';
import { type World, worlds } from './worlds.ts';

/** Two gigabytes and some minutes: more is not asked of anybody's machine. */
const MAX_STATES = 2_000_000;
const MOST_FAULTS = 6;

/**
 * `npm run model [faults]`: tries everything that may happen in each world with so many faults, default 3; then takes
 * the mechanisms out one by one.
 *
 * @returns whether the protocol held, and everything taken out was missed
 */
function runModel(faults: number): boolean {
  const protocol = Object.values(worlds).map(world => holds(world, faults));
  say('\nWhat each mechanism is for: the protocol without it, and a shortest way to what then goes wrong.');
  const taken = variants.map(variant => isMissed(variant));
  say(
    `\n${protocol.filter(Boolean).length} of ${protocol.length} worlds held; ${taken.filter(Boolean).length} of ${taken.length} removed mechanisms were missed.`,
  );
  return [...protocol, ...taken].every(Boolean);
}

/** The whole protocol: nothing may go wrong. */
function holds(world: World, faults: number): boolean {
  const progress = (states: number) => say(`  ${states} states, and on`);
  const { states, isWhole, violations } = explore(chargeModel({ world }, faults), { maxStates: MAX_STATES, progress });
  const verdict = violations.size === 0 ? 'holds ' : 'BROKEN';
  say(
    `${verdict} ${world.name}: ${states} states${isWhole ? ', all there are' : ', the nearest'}, with at most ${faults} faults`,
  );
  for (const [what, trace] of violations) say(`\n  ${what}\n${lines(trace)}`);
  return violations.size === 0;
}

/** The protocol less one mechanism: what it prevents must happen. */
function isMissed({ name, leadsTo, ...setting }: Variant): boolean {
  const exploration = explore(chargeModel(setting, setting.faults.length), { maxStates: MAX_STATES, lookFor: leadsTo });
  const trace = exploration.violations.get(leadsTo);
  if (trace === undefined) {
    say(`\nNOT MISSED  ${name}: ${exploration.states} states, and never "${leadsTo}"`);
    return false;
  }
  say(`\n${name}: ${leadsTo} (${exploration.states} states)\n${lines(trace)}`);
  return true;
}

function lines(trace: readonly string[]): string {
  return trace.map((says, at) => `  ${String(at + 1).padStart(2)}  ${says}`).join('\n');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const [faults = '3'] = process.argv.slice(2);
if (/^\d$/.test(faults) && Number(faults) <= MOST_FAULTS) {
  process.exitCode = runModel(Number(faults)) ? 0 : 1;
} else {
  process.stderr.write(`npm run model [faults]: 0 to ${MOST_FAULTS}; default 3, some minutes.\n`);
  process.exitCode = 2;
}
