import type { Kind } from './kind.ts';
import { drip, garbage, giant } from './kinds/body.ts';
import { hang, loseRequest, loseResponse, truncate } from './kinds/connection.ts';
import { error } from './kinds/error.ts';
import { crash, freeze } from './kinds/process.ts';
import { slow, slowAfter } from './kinds/slow.ts';

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
