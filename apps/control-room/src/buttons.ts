import { Body, Controller, Headers, Param, Post, Redirect } from '@nestjs/common';
import { Pattern } from '@watertight/contracts/ops';
import { ProcessVerb } from '@watertight/contracts/supervisor';
import { InvalidRequestError } from '@watertight/service-kit';
import { z } from 'zod';
import { FaultForm, faultOf, FaultPlace } from './fault-form.ts';
import { patternNames } from './screen/patterns.ts';
import { cardId, serviceId } from './screen/policy-cards.ts';
import { LabLease } from './lab-lease.ts';
import { nameOf, selectionOf } from './screen/selected.ts';
import { CurrentState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { Switchboard } from './switchboard.ts';
import { Visitors } from './visitors.ts';

const Name = (of: string) => z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, `the name of a ${of}`);

/** A switch names its new position, so pressing it twice, or in two tabs at once, has the effect of once. */
const Position = z.enum(['on', 'off']);

const ProcessAct = z.object({ name: Name('process, for example comments'), verb: ProcessVerb });
const PolicySwitch = z.object({
  service: Name('service, for example storefront'),
  policy: z.string().regex(/^[A-Za-z][\w-]{0,79}$/, 'the name of a policy, for example search'),
  pattern: Pattern,
  to: Position,
});
const ShopSwitch = z.object({ pattern: Name('pattern, for example breaker'), to: Position });
const ServiceReset = z.object({ service: Name('service, for example storefront') });
const VisitorsForm = z.object({
  perSecond: z
    .string()
    .regex(/^\d{1,3}$/, 'whole pages a second from 0 to 100')
    .transform(Number)
    .refine(rate => rate <= 100, 'whole pages a second from 0 to 100'),
});

/** Those that have buttons. */
const OUR_PAGES = /^\/(services(\/[a-z][a-z0-9-]{0,39})?|policies|traces|lab)?$/;

interface Pressed {
  readonly url: string;
  readonly statusCode: 303;
}

/** Every button of the screen. Each is a form, so it works without script; its handler acts and returns `pressed()`. */
@Controller()
export class Buttons {
  constructor(
    private readonly state: CurrentState,
    private readonly supervisor: Supervisor,
    private readonly switchboard: Switchboard,
    private readonly visitors: Visitors,
    private readonly lab: LabLease,
  ) {}

  @Post('processes/:name/:verb')
  @Redirect()
  async actOnProcess(
    @Param({ schema: ProcessAct }) { name, verb }: z.infer<typeof ProcessAct>,
    @Headers('referer') from?: string,
  ): Promise<Pressed> {
    await this.supervisor.act(name, verb);
    return this.pressed(from);
  }

  @Post('policies/:service/:policy/:pattern/:to')
  @Redirect()
  async switchPolicy(
    @Param({ schema: PolicySwitch }) { service, policy, pattern, to }: z.infer<typeof PolicySwitch>,
    @Headers('referer') from?: string,
  ): Promise<Pressed> {
    await this.switchboard.switch(service, policy, pattern, to === 'on', to === 'off' ? this.lab.limit : {});
    return this.pressed(from, cardId(service, policy), '/policies');
  }

  /** Switches a pattern of every policy of the whole shop, or all patterns. */
  @Post('patterns/:pattern/:to')
  @Redirect()
  async switchShop(
    @Param({ schema: ShopSwitch }) { pattern, to }: z.infer<typeof ShopSwitch>,
    @Headers('referer') from?: string,
  ): Promise<Pressed> {
    const state = await this.state.read();
    const names = patternNames(state);
    if (pattern !== 'all' && !names.includes(pattern))
      throw new InvalidRequestError([{ field: 'pattern', rule: `one of ${names.join(', ')}, all` }]);
    await this.switchboard.switchEverywhere(
      pattern === 'all' ? names : [pattern],
      to === 'on',
      state.services,
      to === 'off' ? this.lab.limit : {},
    );
    return this.pressed(from, 'patterns');
  }

  @Post('services/:service/reset')
  @Redirect()
  async resetService(
    @Param({ schema: ServiceReset }) { service }: z.infer<typeof ServiceReset>,
    @Headers('referer') from?: string,
  ): Promise<Pressed> {
    await this.switchboard.reset(service);
    return this.pressed(from, serviceId(service), '/policies');
  }

  /** Also sent by `npm run shop fault`. */
  @Post('faults')
  @Redirect()
  async startFault(
    @Body({ schema: FaultForm }) { service, ...form }: FaultForm,
    @Headers('referer') from?: string,
  ): Promise<Pressed> {
    await this.switchboard.break(service, faultOf(form));
    return this.pressed(from);
  }

  @Post('services/:service/faults/:name/stop')
  @Redirect()
  async stopFault(
    @Param({ schema: FaultPlace }) { service, name }: FaultPlace,
    @Headers('referer') from?: string,
  ): Promise<Pressed> {
    await this.switchboard.mend(service, name);
    return this.pressed(from);
  }

  @Post('faults/stop')
  @Redirect()
  async stopAllFaults(@Headers('referer') from?: string): Promise<Pressed> {
    await this.switchboard.mendAll();
    return this.pressed(from);
  }

  /** Starts and thaws what does not run, and makes every service as it began. Also sent by `npm run shop heal`. */
  @Post('heal')
  @Redirect()
  async heal(@Headers('referer') from?: string): Promise<Pressed> {
    await this.supervisor.reviveAll();
    await this.switchboard.heal();
    return this.pressed(from);
  }

  @Post('visitors')
  @Redirect()
  async setVisitors(
    @Body({ schema: VisitorsForm }) { perSecond }: z.infer<typeof VisitorsForm>,
    @Headers('referer') from?: string,
  ): Promise<Pressed> {
    await this.visitors.setRate(perSecond);
    return this.pressed(from);
  }

  /** Leads back to the page `from` which the button was pressed, with what was selected there. It shows the change. */
  private pressed(from: string | undefined, part = '', page = '/'): Pressed {
    this.state.forget();
    const url = from !== undefined && URL.canParse(from) ? new URL(from) : undefined;
    const [path = page] = OUR_PAGES.exec(url?.pathname ?? '') ?? [];
    const at = url?.searchParams.get('at') ?? null;
    const selection = path !== '/' || at === null ? '' : `?at=${nameOf(selectionOf(at))}`; // a selection's name holds nothing but safe characters
    return { url: `${path}${selection}${part === '' ? '' : `#${part}`}`, statusCode: 303 };
  }
}
