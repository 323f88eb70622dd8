import type { Backlog } from '@watertight/contracts/ops';

let read: (() => Backlog) | undefined;

/** Shows the backlog of this service's outbox in `/ops/state`. It is read four times a second, so `reading` only returns it. */
export function showBacklog(reading: () => Backlog): void {
  read = reading;
}

/** Returns what `/ops/state` says of it: nothing where no outbox exists. */
export function backlogOf(): { backlog?: Backlog } {
  return read === undefined ? {} : { backlog: read() };
}
