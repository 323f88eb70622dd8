import { chargeModel } from './charge.ts';
import { explore } from './explore.ts';
import type { Setting } from './mechanisms.ts';
import { ordinaryFaults } from './state.ts';
import { type Variant, variants } from './variants.ts';
import { worlds } from './worlds.ts';

/** Two gigabytes and some minutes: more is not asked of anybody's machine. */
const MAX_STATES = 2_000_000;
const MOST_FAULTS = 6;
/** Where commits are lost, each state is there once for every moment of the standby: three faults would be too many. */
const MOST_WITH_RARE_ONES = 2;

/**
 * `npm run model [faults]`: tries everything that may happen in each world with so many faults, default 3; with two at
 * most where commits are lost or Redis lies. Then takes the mechanisms out one by one.
 *
 * @returns whether the protocol held, and everything taken out was missed
 */
function runModel(faults: number): boolean {
  const protocol = Object.values(worlds).flatMap(world => {
    if (faults <= MOST_WITH_RARE_ONES) return [holds({ world }, faults)];
    return [holds({ world, faults: ordinaryFaults }, faults), holds({ world }, MOST_WITH_RARE_ONES)];
  });
  say('\nWhat each mechanism is for: the protocol without it, and a shortest way to what then goes wrong.');
  const taken = variants.map(variant => isMissed(variant));
  say(
    `\n${protocol.filter(Boolean).length} of ${protocol.length} explorations held; ${taken.filter(Boolean).length} of ${taken.length} removed mechanisms were missed.`,
  );
  return [...protocol, ...taken].every(Boolean);
}

/** The whole protocol: nothing may go wrong. */
function holds(setting: Setting, faults: number): boolean {
  const progress = (states: number) => say(`  ${states} states, and on`);
  const { states, isWhole, violations } = explore(chargeModel(setting, faults), { maxStates: MAX_STATES, progress });
  const verdict = violations.size === 0 ? 'holds ' : 'BROKEN';
  const extent = isWhole ? 'all there are' : 'the nearest';
  const kinds =
    setting.faults === undefined ? 'faults of all kinds' : 'faults, without lost commits and a Redis that lies';
  say(`${verdict} ${setting.world.name}: ${states} states, ${extent}, with at most ${faults} ${kinds}`);
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
