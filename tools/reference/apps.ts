import type { Contract } from '@watertight/contracts';
import type { Policy } from '@watertight/resilience';
import { type ServiceConfig, settingsOf } from '@watertight/service-kit';
import { apps as declared } from '@watertight/topology';

export interface App {
  readonly name: string;
  readonly config: object;
  readonly contract?: Contract;
  readonly policies?: Readonly<Record<string, Policy>>;
  /** What its requests may take, in ms. */
  readonly timeBudgets?: Readonly<Record<string, number>>;
  /** What its statements may take, where it is not the usual. */
  readonly statementMs?: number;
}

type Module = Readonly<Record<string, unknown>>;

/** The files are found by the app's name: esbuild resolves such an import to every file that it can mean. */
async function read(name: string): Promise<App> {
  const { config } = (await import(`../../apps/${name}/src/config.ts`)) as Module;
  const { policies, statementMs, timeBudgets } = await ifPresent(() => import(`../../apps/${name}/src/policies.ts`));
  const { [name]: contract } = await ifPresent(() => import(`../../packages/contracts/src/${name}.ts`));
  return { name, config, policies, statementMs, timeBudgets, contract } as App;
}

/** An app that calls no other has no policies; one that serves pages has no contract. */
async function ifPresent(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (String(error).includes('Module not found in bundle')) return {};
    throw error;
  }
}

/** Every app, callers first, with what it declares of itself. */
export const apps: readonly App[] = await Promise.all(declared.toReversed().map(({ name }) => read(name)));

/** The policies and time budgets of one app, and how many requests it answers at once. @throws Error if it declares none */
export function limitsOf(name: string) {
  const { policies, timeBudgets, config } = apps.find(app => app.name === name) ?? {};
  if (policies === undefined || timeBudgets === undefined) throw new Error(`${name}: no policies or no time budgets`);
  return { policies, timeBudgets, maxInFlight: (config as ServiceConfig).maxInFlight };
}

export const hasDatabase = ({ config }: App): boolean =>
  Object.values(settingsOf(config)).some(({ variable }) => variable === 'DATABASE_URL');
