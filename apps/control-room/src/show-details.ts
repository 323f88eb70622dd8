import { Controller, Get, Header, Param } from '@nestjs/common';
import { AppName } from '@watertight/contracts';
import { ShopError } from '@watertight/service-kit';
import { type TracedPage, TraceStore } from '@watertight/trace-store';
import { html, raw } from 'hono/html';
import { z } from 'zod';
import { breakForm } from './screen/faults.ts';
import type { Markup } from './screen/markup.ts';
import { livePage } from './screen/page.ts';
import { serviceId } from './screen/policy-cards.ts';
import { sectionsOf, type View, views } from './screen/sections.ts';
import { tracedPages } from './screen/visitors.ts';
import { CurrentState, type State } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { Switchboard } from './switchboard.ts';

const ServicePlace = z.object({ name: AppName });
/** As many as one reads. */
const LISTED = 50;

/** What is too long for the screen, on pages of their own: every process, every policy, a service, the worst pages. */
@Controller()
export class ShowDetails {
  constructor(
    private readonly state: CurrentState,
    private readonly supervisor: Supervisor,
    private readonly switchboard: Switchboard,
    private readonly traces: TraceStore,
  ) {}

  @Get('services')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async services(): Promise<string> {
    const state = await this.state.read();
    const names = state.services.map(({ name }) => name);
    const hint =
      !this.supervisor.present &&
      html`<p>This shop runs in containers: the commands of the container engine kill, pause and start them.</p>`;
    const form = breakForm(names, await this.switchboard.kinds());
    return page(
      '/services',
      state,
      views.services(),
      section => html`${hint} ${section('processes')} ${section('edges')}
        <h2 id="faults-title">Break a service</h2>${form} ${section('faults')}`,
    );
  }

  @Get('services/:name')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async service(@Param({ schema: ServicePlace }) { name }: z.infer<typeof ServicePlace>): Promise<string> {
    const state = await this.state.read();
    const isKnown = [...state.services, ...(state.processes?.list ?? [])].some(each => each.name === name);
    if (!isKnown) throw new ShopError(`No service is called ${name}.`, { code: 'service-not-found', status: 404 });
    const isService = state.services.some(each => each.name === name);
    const form = isService && breakForm([name], await this.switchboard.kinds());
    return page(
      `/services/${name}`,
      state,
      views.service(name),
      section => html`<div class="one">${section('selected')}
        <div>${form && html`<h2>Break it in detail</h2>${form}`} ${section('faults')}</div></div>
        <h2>Policies: its calls to other services</h2>${section(serviceId(name))}`,
    );
  }

  @Get('policies')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async policies(): Promise<string> {
    const state = await this.state.read();
    return page(
      '/policies',
      state,
      views.policies(),
      section => html`<h2>Policies: the calls between services</h2>
        <p>Counts begin when a policy is created or restarted. Each call ends as one of six; <i>timed out</i> counts attempts.</p>
        ${state.services.map(({ name }) => section(serviceId(name)))}`,
    );
  }

  @Get('traces')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async list(): Promise<string> {
    const state = await this.state.read();
    const own: readonly TracedPage[] = this.traces.pages.worst(LISTED);
    return page(
      '/traces',
      state,
      views.still(),
      () => html`<h2>Pages of the last minute: failed, then the slowest</h2>
        ${tracedPages(own.length > 0 ? own : state.worstPages)}
        <p>As of now; reload to see newer ones.</p>`,
    );
  }
}

async function page(
  path: string,
  state: State,
  view: View,
  main: (section: (id: string) => Markup) => Markup,
): Promise<string> {
  const sections = await sectionsOf(view)(state);
  const section = (id: string) => raw(sections.get(id) ?? '') as unknown as Markup;
  return livePage({ path, events: `/api/events?page=${path}`, sections, main: html`<main>${main(section)}</main>` });
}
