import type { ServerResponse } from 'node:http';
import { Controller, Get, Header, type OnModuleDestroy, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html, raw } from 'hono/html';
import { breakForm } from './screen/faults.ts';
import { serviceId } from './screen/ids.ts';
import { type Parts, partsOf, selecting } from './screen/parts.ts';
import { roomPage } from './screen/room-page.ts';
import { selectionOf } from './screen/selected.ts';
import { CurrentState, type State } from './state.ts';
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
  async page(@Query('at') at: unknown): Promise<string> {
    const state = await this.state.read();
    const parts = await partsOf(state, selecting(selectionOf(at)));
    const part = (id: string) => raw(parts.get(id) ?? '');
    const names = state.services.map(({ name }) => name);
    const hint =
      !this.supervisor.present && html`<p>Containers run this shop: kill, pause and start are the engine’s verbs.</p>`;
    return roomPage({
      title: 'Watertight control room',
      live: true,
      beside: html`<form method="post" action="/faults/stop"><button id="stop-all" aria-keyshortcuts="Escape Escape">Stop all faults</button></form>
        ${part('fault-count')}
        <p><span id="link" data-state="still">as of now; reload to see more</span> <button id="pause" type="button" hidden>Pause</button></p>`,
      main: html`<main>
        ${part('shoppers')}
        <div class="screen">
          ${part('map')} ${part('selected')}
          <div class="below">
            <section aria-labelledby="log-title"><h2 id="log-title">What has changed</h2>${part('log')}</section>
            <section aria-labelledby="worst-title"><h2 id="worst-title">Failed and slowest pages</h2>${part('worst-pages')}</section>
          </div>
        </div>
        ${part('patterns')}
        ${hint} ${part('edges')} ${part('processes')}
        <h2 id="faults-title">Faults: broken on purpose</h2>
        ${breakForm(names, await this.switchboard.kinds())}
        ${part('faults')}
        <h2>Policies: who calls whom, and what for</h2>
        <p>Counts are of calls since a policy was new, and in the end each is one of six; <i>timed out</i> are attempts.</p>
        ${names.map(name => part(serviceId(name)))}
      </main>`,
    });
  }

  @Get('api/state')
  async read() {
    return answerOf(await this.state.read());
  }

  @Get('api/events')
  async events(@Query('at') at: unknown, @Res() reply: FastifyReply): Promise<void> {
    const select = selecting(selectionOf(at));
    reply.hijack();
    const { raw: viewer } = reply;
    viewer.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    viewer.write('retry: 1000\n\n');
    let seen: Parts = new Map();
    let saidAtMs = 0;
    const timer = setInterval(async () => {
      if (viewer.writableNeedDrain) return; // a viewer that does not read gets the next frame, not a queue of old ones
      const now = await partsOf(await this.state.read(), select);
      const changed = [...now].filter(([id, markup]) => seen.get(id) !== markup).map(([, markup]) => markup);
      seen = now;
      // Empty when nothing has changed for a second: it still says that somebody is there.
      const isDue = performance.now() - saidAtMs > 2 * FRAME_MS - FRAME_MS / 4;
      if (changed.length === 0 && !isDue) return;
      saidAtMs = performance.now();
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

/** The answer of `/api/state`, under the names that programs read since before the visitors were an app of their own. */
function answerOf({ visitors, ...state }: State) {
  const report = visitors?.report;
  return {
    ...state,
    shoppers: report?.shops ?? [],
    visitorsPerSecond: report?.perSecond ?? 0,
    books: report?.totals ?? undefined,
    comparison: report?.comparison ?? undefined,
    visitorsAnswer: visitors !== undefined && !visitors.isSilent,
  };
}
