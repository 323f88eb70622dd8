import { Controller, Get, Header, Query } from '@nestjs/common';
import { html, raw } from 'hono/html';
import { livePage } from './screen/page.ts';
import { sectionsOf, views } from './screen/sections.ts';
import { nameOf, selectionOf } from './screen/selected.ts';
import { CurrentState, type State } from './state.ts';

/** The one screen, complete without script; with it, changed sections follow as server-sent events. */
@Controller()
export class ShowScreen {
  constructor(private readonly state: CurrentState) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async page(@Query('at') at: unknown): Promise<string> {
    const selection = selectionOf(at);
    const sections = await sectionsOf(views.screen(selection))(await this.state.read());
    const section = (id: string) => raw(sections.get(id) ?? '');
    return livePage({
      path: '/',
      events: `/api/events?at=${nameOf(selection)}`,
      sections,
      main: html`<main>
        ${section('visitors')}
        <div class="screen">
          <div class="main">${section('map')} ${section('edges')}
            <div class="below">
              <section class="panel" aria-labelledby="log-title"><h2 id="log-title">What changed</h2>${section('log')}</section>
              <section class="panel" aria-labelledby="worst-title"><h2 id="worst-title">Failed and slowest pages</h2>${section('worst-pages')}</section>
            </div>
          </div>
          ${section('selected')}
        </div>
        ${section('patterns')}
      </main>`,
    });
  }

  @Get('api/state')
  async read() {
    return answerOf(await this.state.read());
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
