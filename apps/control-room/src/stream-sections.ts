import type { ServerResponse } from 'node:http';
import { Controller, Get, type OnModuleDestroy, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Sections, sectionsOf, type View, views } from './screen/sections.ts';
import { selectionOf } from './screen/selected.ts';
import { CurrentState } from './state.ts';

const FRAME_MS = 500;

/** `GET /api/events`: the sections of a page that have changed, as server-sent events. */
@Controller()
export class StreamSections implements OnModuleDestroy {
  private readonly viewers = new Set<ServerResponse>();

  constructor(private readonly state: CurrentState) {}

  @Get('api/events')
  async events(@Query() { page, at }: { page?: unknown; at?: unknown }, @Res() reply: FastifyReply): Promise<void> {
    const draw = sectionsOf(viewOf(page, at));
    reply.hijack();
    const { raw: viewer } = reply;
    viewer.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    viewer.write('retry: 1000\n\n');
    let sent: Sections = new Map();
    let sentAtMs = 0;
    const timer = setInterval(async () => {
      if (viewer.writableNeedDrain) return; // a viewer that does not read gets the next frame, not a queue of old ones
      const now = await draw(await this.state.read());
      const changed = [...now].filter(([id, markup]) => sent.get(id) !== markup).map(([, markup]) => markup);
      sent = now;
      // Empty if nothing has changed for a second: the page then knows that the control room is alive.
      const isDue = performance.now() - sentAtMs > 2 * FRAME_MS - FRAME_MS / 4;
      if (changed.length === 0 && !isDue) return;
      sentAtMs = performance.now();
      viewer.write(`event: parts\ndata: ${changed.join('')}\n\n`);
    }, FRAME_MS);
    timer.unref();
    this.viewers.add(viewer);
    viewer.once('close', () => {
      clearInterval(timer);
      this.viewers.delete(viewer);
    });
  }

  /** A stream without end would delay the stop; browsers connect again by themselves. */
  onModuleDestroy(): void {
    for (const viewer of this.viewers) viewer.end();
  }
}

/** `page` is the address of a page of ours; any other is the screen. */
function viewOf(page: unknown, at: unknown): View {
  switch (page) {
    case '/services':
      return views.services();
    case '/policies':
      return views.policies();
    case '/lab':
      return views.lab();
    case '/traces':
      return views.still();
    default: {
      const [, name] = /^\/services\/([a-z][a-z0-9-]{0,39})$/.exec(String(page)) ?? [];
      return name === undefined ? views.screen(selectionOf(at)) : views.service(name);
    }
  }
}
