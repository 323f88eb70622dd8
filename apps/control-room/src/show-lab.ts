import { Body, Controller, Get, Header, HttpCode, Post, Query, Redirect } from '@nestjs/common';
import type { LabExperiment } from '@watertight/contracts/lab';
import { InvalidRequestError, ShopError } from '@watertight/service-kit';
import { html, raw } from 'hono/html';
import { z } from 'zod';
import { LabProgram } from './lab-program.ts';
import { experimentForm, experimentList } from './screen/lab.ts';
import { livePage } from './screen/page.ts';
import { sectionsOf, views } from './screen/sections.ts';
import { obstacleIn } from './shop-is-whole.ts';
import { CurrentState } from './state.ts';
import { Switchboard } from './switchboard.ts';

const RunForm = z.object({
  experiment: z.string().max(40),
  guess: z
    .string()
    .trim()
    .regex(/^(-?[\d,]{1,12}(\.\d{1,6})?)?$/, 'a number, for example 12, or nothing')
    .transform(text => (text === '' ? undefined : Number(text.replaceAll(',', '')))),
});

/** The lab in the control room: choose an experiment, guess, and watch it on this very shop. */
@Controller('lab')
export class ShowLab {
  constructor(
    private readonly lab: LabProgram,
    private readonly state: CurrentState,
    private readonly switchboard: Switchboard,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async page(@Query('experiment') name: unknown): Promise<string> {
    const experiments = await this.lab.experiments();
    const chosen = experiments.find(each => each.name === name);
    const state = await this.state.read();
    const sections = await sectionsOf(views.lab())(state);
    const section = (id: string) => raw(sections.get(id) ?? '');
    const canBreak = (await this.switchboard.kinds()).length > 0;
    const form = chosen && !this.lab.isRunning && experimentForm(chosen);
    return livePage({
      path: '/lab',
      events: '/api/events?page=/lab',
      sections,
      main: html`<main class="lab">
        <div class="lab-run">${canBreak ? form : noFaults} ${section('lab-now')}</div>
        ${experimentList(experiments, chosen)}
        <div class="lab-map">${section('map')} ${section('lab-runs')}</div>
      </main>`,
    });
  }

  @Post('runs')
  @Redirect()
  async run(@Body({ schema: RunForm }) { experiment: name, guess }: z.infer<typeof RunForm>) {
    const experiment = known(await this.lab.experiments(), name);
    this.state.forget();
    const obstacle = obstacleIn(await this.state.read());
    if (obstacle !== undefined || this.lab.isRunning)
      throw new ShopError(obstacle ?? 'An experiment is running. Wait for it, or end it.', {
        code: 'shop-not-free',
        status: 409,
      });
    this.lab.start(experiment, guess);
    this.state.forget();
    return { url: '/lab', statusCode: 303 };
  }

  @Post('stop')
  @HttpCode(303)
  @Redirect('/lab', 303)
  async stop(): Promise<void> {
    await this.lab.stop();
    this.state.forget();
  }
}

const noFaults = html`<p>This shop was opened without <code>FAULTS=on</code>: nothing can be broken in it, so no experiment can run.</p>`;

function known(experiments: readonly LabExperiment[], name: string): LabExperiment {
  const found = experiments.find(each => each.name === name);
  if (found === undefined)
    throw new InvalidRequestError([
      { field: 'experiment', value: name, rule: `one of ${experiments.map(each => each.name).join(', ')}` },
    ]);
  return found;
}
