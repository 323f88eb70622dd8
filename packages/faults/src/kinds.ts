import type { Kind } from './kind.ts';
import { crash } from './kinds/crash.ts';
import { drip } from './kinds/drip.ts';
import { error } from './kinds/error.ts';
import { freeze } from './kinds/freeze.ts';
import { garbage } from './kinds/garbage.ts';
import { giant } from './kinds/giant.ts';
import { hang } from './kinds/hang.ts';
import { loseRequest, loseResponse } from './kinds/lose.ts';
import { slow, slowAfter } from './kinds/slow.ts';
import { truncate } from './kinds/truncate.ts';

/** Every way a service can be broken, by the name it has on the wire. */
export const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>(
  Object.entries({
    slow,
    'slow-after': slowAfter,
    hang,
    error,
    'lose-request': loseRequest,
    'lose-response': loseResponse,
    truncate,
    garbage,
    giant,
    drip,
    crash,
    freeze,
  }),
);
