import type { Room } from './room.ts';

/** `resend`: sends the events again that were put aside because their consumers failed on them. */
export async function resend(room: Room): Promise<string[]> {
  const { events } = (await room.requests('POST', '/api/outbox/send-again')) as { events: number };
  if (events === 0) return ['No event was put aside.'];
  return [`${events} ${events === 1 ? 'event is' : 'events are'} sent again.`];
}
