import { RandomSource } from '../kit/random-source.ts';
import type { Finding } from './grade.ts';
import { type Bank, DECLINED_ABOVE, Durable, type Interruption, type Ledger } from './interrupted-shop.ts';

/** 201 captured, 402 declined, 422 the key belongs to another request, 202 not known yet: the client repeats. */
export interface ChargeAnswer {
  readonly status: 201 | 202 | 402 | 422;
}

export interface ChargeRequest {
  /** One for each intention of a customer; a repeat has the same. */
  readonly key: string;
  readonly amount: number;
}

export type Charge = (shop: { ledger: Ledger; bank: Bank }, request: ChargeRequest) => Promise<ChargeAnswer>;

const MOST_ATTEMPTS = 6;
const RACES = 300;
const request: ChargeRequest = { key: 'order-1', amount: 100 };
const tooMuch: ChargeRequest = { key: 'order-2', amount: DECLINED_ABOVE + 1 };

/** Grades assignment 3: interrupts a charge at each of its steps, repeats it as clients do, and counts what moved. */
export async function gradeCharge(charge: Charge): Promise<Finding[]> {
  return [
    await holdsFor('a charge without any fault moves the money once', () => movesOnce(charge)),
    await holdsFor('a crash before or after any step, and a repeat, move it once', () => afterEach(charge, true)),
    await holdsFor('a lost answer at any step, and a repeat, move it once', () => afterEach(charge, false)),
    await holdsFor(`two requests with one key at the same time, ${RACES} races, move it once`, () => races(charge)),
    await holdsFor('a repeat of an answered request gets the same answer and moves nothing', () =>
      sameAnswer(charge, request),
    ),
    await holdsFor('a declined card is declined again', () => sameAnswer(charge, tooMuch, 402)),
    await holdsFor('the same key with another amount is refused (422)', () => keyReused(charge)),
    await holdsFor('two keys move the money twice', () => twoKeys(charge)),
  ];
}

async function holdsFor(says: string, check: () => Promise<boolean>): Promise<Finding> {
  const holds = await check().catch(() => false);
  return { holds, says };
}

/** Repeats until there is an answer, each time in a new process. */
async function repeat(charge: Charge, durable: Durable, asked: ChargeRequest): Promise<ChargeAnswer> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const answer = await charge(durable.process(), asked).catch(() => undefined);
    if (answer !== undefined && answer.status !== 202) return answer;
  }
  throw new Error('a client that repeats gets no answer');
}

const isOnce = ({ moved }: Durable) => moved.size === 1 && [...moved.values()][0] === request.amount;

async function movesOnce(charge: Charge): Promise<boolean> {
  const durable = new Durable();
  const { status } = await repeat(charge, durable, request);
  return status === 201 && isOnce(durable);
}

async function afterEach(charge: Charge, isCrash: boolean): Promise<boolean> {
  const whole = new Durable().process();
  await charge(whole, request);
  const places = Array.from({ length: whole.steps() }, (_, i) => i + 1).flatMap(step =>
    (['before', 'after'] as const).map((when): Interruption => ({ step, when, isCrash })),
  );
  for (const place of places) {
    const durable = new Durable();
    const first = await charge(durable.process(place), request).catch(() => undefined);
    const last = first === undefined || first.status === 202 ? await repeat(charge, durable, request) : first;
    if (last.status !== 201 || !isOnce(durable)) return false;
  }
  return true;
}

async function races(charge: Charge): Promise<boolean> {
  for (let seed = 1; seed <= RACES; seed += 1) {
    const random = new RandomSource(seed);
    const durable = new Durable(async () => {
      for (let turns = random.between(0, 6); turns > 0; turns -= 1) await Promise.resolve();
    });
    const answers = await Promise.all([repeat(charge, durable, request), repeat(charge, durable, request)]);
    if (answers.some(({ status }) => status !== 201) || !isOnce(durable)) return false;
  }
  return true;
}

async function sameAnswer(charge: Charge, asked: ChargeRequest, status = 201): Promise<boolean> {
  const durable = new Durable();
  const [first, second] = [await repeat(charge, durable, asked), await repeat(charge, durable, asked)];
  return first.status === status && JSON.stringify(first) === JSON.stringify(second) && durable.moved.size <= 1;
}

async function keyReused(charge: Charge): Promise<boolean> {
  const durable = new Durable();
  await repeat(charge, durable, request);
  const { status } = await repeat(charge, durable, { ...request, amount: 200 });
  return status === 422 && isOnce(durable);
}

async function twoKeys(charge: Charge): Promise<boolean> {
  const durable = new Durable();
  await repeat(charge, durable, request);
  await repeat(charge, durable, { ...request, key: 'order-3' });
  return durable.moved.size === 2;
}
