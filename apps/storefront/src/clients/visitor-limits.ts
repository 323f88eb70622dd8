import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { emailKey } from '@watertight/contracts/email-key';
import {
  AnswerError,
  Buckets,
  currentRequest,
  isProblem,
  limitsAreOn,
  nothingWasSent,
  refuseByLimit,
} from '@watertight/service-kit';
import { config } from '../config.ts';
import { type LimitName, limits } from '../limits.ts';

/** One use of a limit, by the visitor it was counted for. */
type Use = readonly [name: LimitName, visitor: string];

/** Counts what visitors do. All its limits end by themselves, and without Redis each process counts by itself. */
@Injectable()
export class VisitorLimits implements OnModuleDestroy {
  private readonly logger = new Logger(VisitorLimits.name);
  private readonly buckets = new Buckets({
    url: config.redisUrl,
    onChange: reason => {
      if (reason === undefined) this.logger.log('limits are counted in Redis again');
      else this.logger.warn(`limits are counted in this process: ${reason}`);
    },
  });

  /**
   * Counts one use of each limit `<thing>-by-address`, and of those that are named, for this visitor.
   *
   * @throws TooManyRequestsError one of them is used up; then none is counted
   */
  async take(thing: Thing, others: Readonly<Partial<Record<LimitName, string | undefined>>> = {}): Promise<Use[]> {
    const all = Object.entries({ [`${thing}-by-address`]: currentRequest()?.client, ...others });
    return this.takeAll(
      all.flatMap(([name, visitor]) => (visitor === undefined ? [] : [[name as LimitName, visitor]])),
    );
  }

  async giveBack(uses: readonly Use[]): Promise<void> {
    await Promise.all(uses.map(([name, visitor]) => this.buckets.giveBack(name, visitor, limits[name])));
  }

  /** Places an order; a decline, and what may become one, costs one of `declines`. @throws TooManyRequestsError nothing was sent */
  async placeOrder<Order extends { readonly status: string }>(
    customerId: string | undefined,
    place: () => Promise<Order>,
  ): Promise<Order> {
    await this.take('orders', { 'orders-by-customer': customerId });
    const decline = await this.take('declines', { 'declines-by-customer': customerId });
    try {
      const order = await place();
      if (order.status !== 'charging') await this.giveBack(decline);
      return order;
    } catch (error) {
      if (hasOtherAnswer(error, ['card-declined'])) await this.giveBack(decline);
      throw error;
    }
  }

  /**
   * Checks a password, as often as this visitor may: wrong ones cost ever more time, right ones nothing.
   *
   * @throws TooManyRequestsError before anything is known of the account, so that it tells nothing of it
   */
  async signIn<Session>(email: string, check: () => Promise<Session>): Promise<Session> {
    const client = currentRequest()?.client;
    if (client === undefined || !limitsAreOn()) return check();
    const account = emailKey(email);
    const pair = `${account} ${client}`;
    const uses = await this.takeAll([
      ['sign-ins-by-address', client],
      ['sign-ins-by-account-and-address', pair],
    ]);
    uses.push(...(await this.takeOfAccount(account, pair, uses)));
    try {
      const session = await check();
      await Promise.all([this.giveBack(uses), this.buckets.forget('sign-ins-by-account-and-address', pair)]);
      return session;
    } catch (error) {
      if (hasOtherAnswer(error, WRONG)) await this.giveBack(uses);
      throw error;
    }
  }

  /**
   * Of the account itself; if others have used that up, the turn of this address. A turn is given after a wait that others cannot
   * make longer, so the owner gets in from another address while the account is being guessed.
   */
  private async takeOfAccount(account: string, pair: string, uses: readonly Use[]): Promise<Use[]> {
    if ((await this.waitMs('sign-ins-by-account', account)) === 0) return [['sign-ins-by-account', account]];
    try {
      return await this.takeAll([['sign-in-turns', pair]]);
    } catch (error) {
      await this.giveBack(uses);
      throw error;
    }
  }

  private async takeAll(wanted: readonly Use[]): Promise<Use[]> {
    const taken: Use[] = [];
    if (!limitsAreOn()) return taken;
    for (const [name, visitor] of wanted) {
      // One after the other: a visitor whose address is refused must not use up what belongs to an account.
      const waitMs = await this.waitMs(name, visitor);
      if (waitMs > 0) {
        await this.giveBack(taken);
        refuseByLimit(name, waitMs);
      }
      taken.push([name, visitor]);
    }
    return taken;
  }

  private waitMs(name: LimitName, visitor: string): Promise<number> {
    return this.buckets.take(name, visitor, limits[name]);
  }

  onModuleDestroy(): void {
    this.buckets.close();
  }
}

/** What profile answers when it has compared a password, and it was wrong. */
const WRONG = ['sign-in-failed', 'password-wrong'];

/**
 * Whether it is certain that the try that a limit counts was not made: nothing was sent, or the answer says something else. After a
 * visitor has hung up, or without an answer in time, it may have been made, and its outcome can be seen in other ways.
 */
const hasOtherAnswer = (error: unknown, counted: readonly string[]): boolean =>
  nothingWasSent(error) || (error instanceof AnswerError && !counted.some(code => isProblem(error, code)));

type Thing = LimitName extends infer Name ? (Name extends `${infer Before}-by-address` ? Before : never) : never;
