import type { ServerResponse } from 'node:http';
import { Controller, Get, Header, type OnModuleDestroy, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html, raw } from 'hono/html';
import { breakForm } from './screen/faults.ts';
import { htmlPage } from './screen/page.ts';
import { serviceId } from './screen/policy-cards.ts';
import { drawSections, type Sections, selectedDrawer } from './screen/sections.ts';
import { selectionOf } from './screen/selected.ts';
import { CurrentState, type State } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { Switchboard } from './switchboard.ts';

const FRAME_MS = 500;

/** The one screen, complete without script; with it, changed sections follow as server-sent events. */
@Controller()
export class ShowScreen implements OnModuleDestroy {
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
    const sections = await drawSections(state, selectedDrawer(selectionOf(at)));
    const section = (id: string) => raw(sections.get(id) ?? '');
    const names = state.services.map(({ name }) => name);
    const hint =
      !this.supervisor.present &&
      html`<p>This shop runs in containers: the commands of the container engine kill, pause and start them.</p>`;
    return htmlPage({
      title: 'Watertight control room',
      live: true,
      beside: html`<form method="post" action="/faults/stop"><button id="stop-all" aria-keyshortcuts="Escape Escape">Stop all faults</button></form>
        ${section('fault-count')}
        <p><span id="link" data-state="still">as of now; reload to see changes</span> <button id="pause" type="button" hidden>Pause</button></p>`,
      main: html`<main>
        ${section('visitors')}
        <div class="screen">
          ${section('map')} ${section('selected')}
          <div class="below">
            <section aria-labelledby="log-title"><h2 id="log-title">What has changed</h2>${section('log')}</section>
            <section aria-labelledby="worst-title"><h2 id="worst-title">Failed and slowest pages</h2>${section('worst-pages')}</section>
          </div>
        </div>
        ${section('patterns')}
        ${hint} ${section('edges')} ${section('processes')}
        <h2 id="faults-title">Faults: broken on purpose</h2>
        ${breakForm(names, await this.switchboard.kinds())}
        ${section('faults')}
        <h2>Policies: the calls between services</h2>
        <p>Counts begin when a policy is created or restarted. Each call ends as one of six; <i>timed out</i> counts attempts.</p>
        ${names.map(name => section(serviceId(name)))}
      </main>`,
    });
  }

  @Get('api/state')
  async read() {
    return answerOf(await this.state.read());
  }

  @Get('api/events')
  async events(@Query('at') at: unknown, @Res() reply: FastifyReply): Promise<void> {
    const drawSelected = selectedDrawer(selectionOf(at));
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
      const now = await drawSections(await this.state.read(), drawSelected);
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

/** The answer of `/api/state`: its names are older than those of the code, and programs read them. */
function answerOf({ visitors, services, ...state }: State) {
  const report = visitors?.report;
  return {
    ...state,
    services: services.map(({ status, reportedAt, ...service }) => ({ ...service, word: status, toldAt: reportedAt })),
    shoppers: report?.shops ?? [],
    visitorsPerSecond: report?.perSecond ?? 0,
    books: report?.totals ?? undefined,
    comparison: report?.comparison ?? undefined,
    visitorsAnswer: visitors !== undefined && !visitors.isSilent,
  };
}

export type StateAnswer = ReturnType<typeof answerOf>;
