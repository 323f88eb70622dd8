import { Injectable } from '@nestjs/common';
import type { Customer } from '@watertight/contracts/profile';
import { Checkout } from '../clients/checkout.ts';
import { Profile } from '../clients/profile.ts';
import { orAway, type Part } from '../clients/availability.ts';
import type { Visit } from './visit.ts';

/** What every masthead wants to know; asked for at the click, and never waited for. */
export interface MastheadParts {
  readonly account: Promise<Part<Customer | null>>;
  readonly basket: Promise<Part<number>>;
}

/** Asks for the two ornaments of every page. */
@Injectable()
export class Masthead {
  constructor(
    private readonly profile: Profile,
    private readonly checkout: Checkout,
  ) {}

  ask(visit: Visit): MastheadParts {
    return { account: orAway(this.profile.whoIsThis(visit)), basket: orAway(this.checkout.count(visit)) };
  }
}
