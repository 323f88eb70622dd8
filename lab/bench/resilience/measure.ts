import { type CandidateName, candidates } from './candidates.ts';
import { type Measurement, measurements } from './measurements.ts';

// node --expose-gc --single-threaded measure.ts <measurement> <candidate>: prints one number.
const [what, name] = process.argv.slice(2) as [Measurement, CandidateName];
process.stdout.write(`${await measurements[what](await candidates[name]())}\n`);
process.exit(0); // a line of 100,000 would wait for ten minutes
