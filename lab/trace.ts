import { traceUrls } from './addresses.ts';
import { readTrace } from './read-trace.ts';
import { waterfall } from './waterfall.ts';

const [traceId = ''] = process.argv.slice(2);

if (!/^[0-9a-f]{32}$/.test(traceId)) {
  process.stderr.write('npm run trace <id>: the id is the 32 hex digits in the footer of a page.\n');
  process.exitCode = 2;
} else {
  const trace = await readTrace(traceId);
  if (trace === undefined) {
    process.stderr.write(
      `No trace ${traceId} at ${traceUrls.join(' or ')}: is the shop running, and is the page less than some minutes old?\n`,
    );
    process.exitCode = 1;
  } else {
    process.stdout.write(`${waterfall(trace)}\n`);
  }
}
