import type { ServerResponse } from 'node:http';
import { Controller, Get, Header, type OnModuleDestroy, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html, raw } from 'hono/html';
import { breakForm } from './screen/faults.ts';
import { type Parts, partsOf } from './screen/parts.ts';
import { roomPage } from './screen/room-page.ts';
import { CurrentState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { Switchboard } from './switchboard.ts';

const FRAME_MS = 500;

/** The one screen, whole without script; with it, what has changed follows by server-sent events. */
@Controller()
export class ShowRoom implements OnModuleDestroy {
  private readonly viewers = new Set<ServerResponse>();

  constructor(
    private readonly state: CurrentState,
    private readonly supervisor: Supervisor,
    private readonly switchboard: Switchboard,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async page(): Promise<string> {
    const state = await this.state.read();
    const {
      processes = '',
      shoppers = '',
      faults = '',
      log = '',
      ...policies
    } = Object.fromEntries(await partsOf(state));
    const kinds = await this.switchboard.kinds();
    const hint =
      !this.supervisor.present && html`<p>Containers run this shop: kill, pause and start are the engine’s verbs.</p>`;
    return roomPage({
      title: 'Watertight control room',
      live: true,
      beside: html`<form method="post" action="/faults/stop"><button id="stop-all" aria-keyshortcuts="Escape Escape">Stop all faults</button></form>
        <p><span id="link" data-state="still">as of now; reload to see more</span> <button id="pause" type="button" hidden>Pause</button></p>`,
      main: html`<main>
        ${hint} ${raw(shoppers)}
        <div class="above">
          ${raw(processes)}
          <section aria-labelledby="log-title"><h2 id="log-title">What has changed</h2>${raw(log)}</section>
        </div>
        <h2 id="faults-title">Faults: broken on purpose</h2>
        ${breakForm(
          state.services.map(({ name }) => name),
          kinds,
        )}
        ${raw(faults)}
        <h2>Policies: who calls whom, and what for</h2>
        <p>Counts are of calls since a policy was new, and in the end each is one of six; <i>timed out</i> are attempts.</p>
        ${raw(Object.values(policies).join('\n'))}
      </main>`,
    });
  }

  @Get('api/state')
  read() {
    return this.state.read();
  }

  @Get('api/events')
  async events(@Res() reply: FastifyReply): Promise<void> {
    reply.hijack();
    const { raw: viewer } = reply;
    viewer.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    viewer.write('retry: 1000\n\n');
    let seen: Parts = new Map();
    const timer = setInterval(async () => {
      if (viewer.writableNeedDrain) return; // a viewer that does not read gets the next frame, not a queue of old ones
      const now = await partsOf(await this.state.read());
      const changed = [...now].filter(([id, markup]) => seen.get(id) !== markup).map(([, markup]) => markup);
      seen = now;
      // Empty when nothing has changed: it still says that somebody is there.
      viewer.write(`event: parts\ndata: ${changed.join('')}\n\n`);
    }, FRAME_MS);
    timer.unref();
    this.viewers.add(viewer);
    viewer.once('close', () => {
      clearInterval(timer);
      this.viewers.delete(viewer);
    });
  }

  /** A stream without end would hold up the stop; browsers come back by themselves. */
  onModuleDestroy(): void {
    for (const viewer of this.viewers) viewer.end();
  }
}
