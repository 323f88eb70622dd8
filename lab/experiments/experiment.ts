import type { OpenShop } from './open-shop.ts';

/** What an experiment is run with: the policies of its arms and whatever else its predictions follow from. */
export interface Setup {
  /** How long a run takes, for the person who waits for it. */
  readonly seconds: number;
  /** One entry for each way of running it, by name. */
  readonly arms: Readonly<Record<string, unknown>>;
}

/** What was measured in one arm. */
export interface Seen {
  /** How late the load generator began its calls, in ms (p99). */
  readonly latenessMs: number;
}

/** A predicted number, and how far a measured one may be from it. */
export interface Expected {
  readonly value: number;
  readonly within: number;
}

export const about = (value: number, within: number): Expected => ({ value, within });

/** Returns the prediction for each arm by its name. */
export const inEach = <Arm>(arms: Readonly<Record<string, Arm>>, predict: (arm: Arm) => Expected) =>
  Object.fromEntries(Object.entries(arms).map(([name, arm]) => [name, predict(arm)]));

export interface Bound {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

export const atMost = (most: number): Bound => ({ text: `at most ${most}`, holds: value => value <= most });
export const atLeast = (least: number): Bound => ({ text: `at least ${least}`, holds: value => value >= least });

/** One number, predicted and measured in several arms. */
export interface Row<Measured extends Seen = Seen> {
  readonly what: string;
  readonly unit: string;
  /** The arithmetic behind the prediction. */
  readonly why: string;
  /** By arm; an arm without a prediction is left out of the row. */
  readonly predicted: Readonly<Record<string, Expected>>;
  /** The bound that must hold in the arm `on` and fail in the arm `off`. */
  readonly claim?: { readonly on: string; readonly off: string; readonly bound: Bound };
  measure(seen: Measured): number;
}

/** Text that contains a number of the setup. A method, so that an experiment is one whatever its setup has. */
interface TextOf<S> {
  text(setup: S): string;
}

/**
 * One lesson: a prediction, and its measurement with the pattern and without.
 *
 * A run takes these steps: `setup` returns the numbers; on the open shop `inForce` replaces those that the policies in force decide;
 * `run` measures each arm; `predict` computes each row from the same numbers; judge.ts compares the two.
 */
interface Lesson<S extends Setup = Setup, Measured extends Seen = Seen> {
  /** The line in the list. */
  readonly asks: string;
  /** The sentence of the textbook that is put to the test. */
  readonly textbook: string;
  readonly hypothesis: string;
  /** What stays the same in all arms, and why. */
  readonly held: string;
  /** A load generator that is later than this, in ms (p99), measures itself. Default 50. */
  readonly maxLatenessMs?: number;
  /** What the learner is asked before the run: a number of the first row, in this arm. */
  readonly guess: { readonly question: string | TextOf<S>['text']; readonly arm: string };
  readonly questions: readonly (readonly [question: string, answer: string])[];
  /** Where the same is seen in the open shop, one Markdown sentence for each place. */
  readonly see: { readonly page?: string; readonly room?: string; readonly trace?: string };
  /** A number to change, most often in the experiment's file, and what to predict then. */
  readonly changeOne: string;
  readonly sources: readonly (readonly [title: string, address: string])[];
  setup(isQuick: boolean): S;
  predict(setup: S): readonly Row<Measured>[];
}

/** Needs nothing running: its services and callers are in this process. All arms run side by side. */
export interface BenchExperiment<S extends Setup = Setup, Measured extends Seen = Seen> extends Lesson<S, Measured> {
  readonly stage: 'bench';
  /** Measures the machine itself, or uses so much of it that others would measure this one. Default false. */
  readonly isAlone?: boolean;
  /** Runs one arm and leaves nothing running. */
  run(arm: string, setup: S): Promise<Measured>;
}

/** Breaks the open shop, on npm, Compose or Kubernetes. The arms run one after the other, each on a healed shop. */
export interface ShopExperiment<S extends Setup = Setup, Measured extends Seen = Seen> extends Lesson<S, Measured> {
  readonly stage: 'shop';
  readonly isAlone?: never;
  /** How many processes of a service the open shop must have, where one is not enough. */
  readonly replicas?: Readonly<Record<string, number>>;
  /** Replaces the numbers that `setup` assumes by those of the policies in force, before the first arm. */
  inForce?(setup: S, numbersOf: OpenShop['numbersOf'], processesOf: OpenShop['processesOf']): Promise<S>;
  /** Runs one arm; faults and switches may stay, they are undone afterwards. */
  run(arm: string, setup: S, shop: OpenShop): Promise<Measured>;
}

export type Experiment = BenchExperiment | ShopExperiment;

/** Returns what the learner is asked before a run with this setup. */
export const questionOf = ({ guess: { question } }: Experiment, setup: Setup): string =>
  typeof question === 'string' ? question : question(setup);

/**
 * Checks an experiment's types: `run` stands before `predict`, or the compiler does not yet know what is measured.
 *
 * `predict` must be a function of the setup alone, so that a changed policy changes the predictions.
 */
export const experiment = <S extends Setup, Measured extends Seen>(
  definition: Omit<BenchExperiment<S, Measured>, 'stage'>,
): BenchExperiment<S, Measured> => ({ ...definition, stage: 'bench' });

/** The same for an experiment on the open shop. */
export const shopExperiment = <S extends Setup, Measured extends Seen>(
  definition: Omit<ShopExperiment<S, Measured>, 'stage'>,
): ShopExperiment<S, Measured> => ({ ...definition, stage: 'shop' });
