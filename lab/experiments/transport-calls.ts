/*
 * A process of its own, because the system counts processor time by process. Service and callers are both in it.
 * It writes to stdout how many connections the first calls opened, and what a call cost.
 */
import type { Socket } from 'node:net';
import { Pool } from 'undici';
import { answers, openCallee } from '../kit/callee.ts';
import { median } from '../kit/statistics.ts';

export interface Calls {
  readonly calls: number;
  /** Under way at any moment. */
  readonly atOnce: number;
  /** A connection is used again for the next call, or closed after one. */
  readonly isKept: boolean;
  readonly rounds: number;
}

export interface CostOfCalls {
  readonly connections: number;
  /** Processor time of a call, as a multiple of that of a call on a connection that is kept. */
  readonly cost: number;
}

/** So few that the pauses of the garbage collector fall into few rounds, which a median does not see. */
const CALLS_IN_ROUND = 20;

if (import.meta.main) {
  const { calls, atOnce, isKept, rounds } = JSON.parse(process.argv[2] ?? '') as Calls;
  const sockets = new Set<Socket>();
  await using service = await openCallee((response, request) => {
    sockets.add(request.socket);
    answers(response, request);
  });
  const open = (isKept: boolean) => new Pool(service.url, { connections: atOnce, pipelining: isKept ? 1 : 0 });
  const [measured, kept] = [open(isKept), open(true)];

  /** Sends calls, `atOnce` at a time, and returns the processor time that both ends took for them, in µs. */
  const send = async (pool: Pool, calls: number) => {
    const before = process.cpuUsage();
    let left = calls;
    const sendInTurn = async () => {
      while (left-- > 0) await (await pool.request({ method: 'GET', path: '/' })).body.dump();
    };
    await Promise.all(Array.from({ length: atOnce }, sendInTurn));
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };

  await send(measured, calls);
  const connections = sockets.size;
  // Fewer, and the compiler is still at work on what only one of the two uses.
  for (const pool of [kept, measured]) await send(pool, 2 * calls);
  const spent = { measured: [] as number[], kept: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    // By turns, each first as often: what slows the machine for a while slows both.
    if (round % 2 === 0) spent.measured.push(await send(measured, CALLS_IN_ROUND));
    spent.kept.push(await send(kept, CALLS_IN_ROUND));
    if (round % 2 !== 0) spent.measured.push(await send(measured, CALLS_IN_ROUND));
  }
  await Promise.all([measured.destroy(), kept.destroy()]);
  const cost: CostOfCalls = { connections, cost: median(spent.measured) / median(spent.kept) };
  process.stdout.write(JSON.stringify(cost));
}
