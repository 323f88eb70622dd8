import { z } from 'zod';
import { contract } from './endpoint.ts';

export const ProcessVerb = z.enum(['kill', 'stop', 'freeze', 'thaw', 'start']);
export type ProcessVerb = z.infer<typeof ProcessVerb>;

export const ShopProcess = z
  .looseObject({
    name: z.string(),
    kind: z.enum(['app', 'database']),
    pid: z.int().nullish(),
    state: z.enum(['running', 'frozen', 'killed', 'stopped', 'starting', 'crashed']),
    ready: z.boolean(),
    port: z.int().nullish(),
    restarts: z.int(),
    /** When a timed verb undoes itself. */
    until: z.string().nullish(),
  })
  .meta({ id: 'ShopProcess' });
export type ShopProcess = z.infer<typeof ShopProcess>;

/** The supervisor of `npm start`: its list of processes, and the five verbs. */
export const supervisor = contract({
  listProcesses: {
    method: 'GET',
    path: '/processes',
    summary: 'Every process of the shop.',
    repeatable: 'always',
    answers: { 200: z.object({ processes: z.array(ShopProcess) }) },
  },
  rotateKeys: {
    method: 'POST',
    path: '/keys/rotate',
    summary: 'Gives every service a new key, and answers when all use it, 12 s later.',
    repeatable: 'always',
    answers: { 200: z.object({ rotated: z.literal(true) }) },
  },
  act: {
    method: 'POST',
    path: '/processes/:name/:verb',
    summary: 'Kills, stops, freezes, thaws or starts a process; answers when it is done.',
    repeatable: 'never',
    params: z.object({ name: z.string(), verb: ProcessVerb }),
    query: z.object({ forMs: z.coerce.number().int().min(1).max(600_000).optional() }),
    answers: { 200: ShopProcess },
    problems: ['process-not-found', 'not-applicable'],
  },
});
