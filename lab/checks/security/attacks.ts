import type { Attack } from './attack.ts';
import { baskets } from './baskets.ts';
import { books } from './books.ts';
import { foreignForms } from './foreign-forms.ts';
import { forgedAnswers } from './forged-answers.ts';
import { forgedJobs } from './forged-jobs.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { guessing } from './guessing.ts';
import { locks } from './locks.ts';
import { longAddresses } from './long-addresses.ts';
import { markup } from './markup.ts';
import { moneyPorts } from './money-ports.ts';
import { nothingCharged } from './nothing-charged.ts';
import { numbers } from './numbers.ts';
import { opsToken } from './ops-token.ts';
import { pipelining } from './pipelining.ts';
import { productionRoom } from './production-room.ts';
import { rebinding } from './rebinding.ts';
import { redisNeighbor } from './redis-neighbor.ts';
import { signInFlood } from './sign-in-flood.ts';
import { slowClients } from './slow-clients.ts';
import { slowReaders } from './slow-readers.ts';
import { slowWords } from './slow-words.ts';
import { smuggling } from './smuggling.ts';
import { standIns } from './stand-ins.ts';

/** In the order they run: what takes permits, empties shelves or stops a service comes after what only looks. */
export const attacks = (seed: number): readonly Attack[] => [
  productionRoom,
  slowReaders,
  markup,
  foreignForms,
  rebinding,
  baskets,
  smuggling,
  pipelining,
  slowWords,
  moneyPorts,
  forgedAnswers,
  forgedJobs,
  redisNeighbor,
  guessing,
  numbers,
  signInFlood,
  longAddresses,
  slowClients,
  nothingCharged,
  locks,
  opsToken,
  standIns,
  books,
  // Last: the services that it plays may make charges without an order, so the books are compared before.
  fuzz(seed),
];
