import type { Exit } from '@watertight/embedded-databases';
import type { LogFiles } from './log-files.ts';

const LAST_WORDS = 12;
const COLUMN = 12;

/** Says on the terminal what happened to a process that died by itself, with the end of its log. */
export function sayCrash(say: (line: string) => void, logs: LogFiles) {
  return (name: string, end: Exit | Error, restartInMs: number | undefined): void => {
    const how =
      end instanceof Error ? end.message : end.signal ? `was ended by ${end.signal}` : `ended with code ${end.code}`;
    const next = restartInMs === undefined ? 'it is not started again' : `starting it again in ${restartInMs / 1000} s`;
    say(`  ${name.padEnd(COLUMN)} ${how}; ${next}. Its last words (${logs.pathOf(name)}):`);
    for (const line of logs.lastLines(name, LAST_WORDS)) say(`    ${line}`);
  };
}
