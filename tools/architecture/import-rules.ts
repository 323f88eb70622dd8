import { type Import, isTest, type SourceFile } from './read-sources.ts';

/** What a place may import besides itself. Absent `npm` or `node`: anything. */
interface Allowance {
  /** Our packages, by name. */
  ours: string[];
  npm?: string[];
  node?: boolean;
}

/** Who may import whom. A new package needs a line here, and the line is the decision. */
const allowances: Record<string, Allowance> = {
  app: { ours: ['contracts', 'idempotency', 'resilience', 'service-kit', 'topology', 'trace-store'] },
  lab: { ours: ['contracts', 'identity', 'topology', 'testing'] },
  tools: { ours: ['contracts', 'embedded-databases', 'identity', 'topology'] },
  'packages/contracts': { ours: [], npm: ['zod'], node: false },
  'packages/demo-data': { ours: [] },
  'packages/embedded-databases': { ours: [] },
  'packages/faults': { ours: [], npm: ['fastify', 'zod'] },
  'packages/identity': { ours: ['topology'] },
  'packages/idempotency': { ours: ['resilience'], npm: ['ioredis', 'pg'] },
  'packages/resilience': { ours: [], npm: ['opossum', '@opentelemetry/api'] },
  // Of idempotency only what both must know of Redis: it needs no service-kit, and is used without.
  'packages/service-kit': { ours: ['contracts', 'idempotency', 'resilience', 'telemetry'] },
  'packages/telemetry': { ours: [] },
  'packages/topology': { ours: [], npm: [], node: false },
  // It is mounted in an app of service-kit, and its errors are that app's problems.
  'packages/trace-store': { ours: ['resilience', 'service-kit'], npm: ['fastify', 'zod'] },
  'packages/testing': { ours: ['embedded-databases', 'resilience'] },
};

/** What tests may import besides what their place may, and nothing else may. */
const inTests = { ours: ['testing', 'demo-data', 'identity'], npm: ['fast-check', '@jest/globals'] };

/** Doors besides src/index.ts: contracts has one per service, telemetry one to be loaded first, testing one without jest. */
const sideDoors: Record<string, (door: string) => boolean> = {
  contracts: door => !door.includes('/'),
  'service-kit': door => door === 'client',
  telemetry: door => door === 'start',
  testing: door => door === 'processes' || door === 'until',
};

function allowanceOf(file: SourceFile): Allowance {
  const allowance = allowances[file.place] ?? { ours: [] };
  return file.isTest ? { ours: [...allowance.ours, ...inTests.ours] } : allowance;
}

export interface Broken {
  rule: string;
  cure: string;
}

/** A rule says what is wrong with an import, or nothing. */
type Rule = (file: SourceFile, wanted: Import) => Broken | undefined;

const appsMeetOnTheWire: Rule = (file, { target }) => {
  if (target.is !== 'ours' || target.place !== 'app') return undefined;
  const rule = file.place.startsWith('packages/') ? 'a package knows no app' : 'apps meet only on the wire';
  return { rule, cure: `call it over HTTP, by its contract: @watertight/contracts/${target.name}` };
};

/** The reference is made from what apps and packages declare: reading them is its whole work, and nothing of it ships. */
const isReference = ({ path }: SourceFile) => path.startsWith('tools/reference/');
const declared = ['contracts', 'idempotency', 'resilience', 'service-kit', 'telemetry'];

const nobodyNeedsTheLab: Rule = (_file, { target }) =>
  target.is === 'ours' && target.name === 'lab'
    ? { rule: 'nothing needs the lab', cure: 'move what both need into a package' }
    : undefined;

const testHelpersStayInTests: Rule = (file, { target }) => {
  if (file.isTest || file.place === 'packages/testing') return undefined;
  // The lab starts the same processes as tests do; the other door of testing loads jest, and Node cannot load it without a build.
  if (file.place === 'lab' && target.is === 'ours' && (target.door === 'processes' || target.door === 'until'))
    return undefined;
  const isHelper =
    (target.is === 'ours' && target.name === 'testing') || (target.is === 'npm' && inTests.npm.includes(target.name));
  return isHelper
    ? {
        rule: 'test helpers stay in tests',
        cure: 'use it in a *.test.ts, or in a *.fixture.ts that several tests share',
      }
    : undefined;
};

const fixturesStayInTests: Rule = (file, { target }) =>
  target.is === 'file' && isTest(target.path) && !file.isTest
    ? { rule: 'what ships needs no test', cure: 'move what both need into a file of its own' }
    : undefined;

const demoDataIsForSeeds: Rule = (file, { target }) => {
  if (target.is !== 'ours' || target.name !== 'demo-data' || file.isTest || file.path.endsWith('/src/seed.ts'))
    return undefined;
  return { rule: 'demo data is for seeds', cure: "import it in the app's seed.ts" };
};

const looksAtPatterns = ({ path }: SourceFile): boolean => path.startsWith('lab/bench/');
/** An experiment or assignment runs pipelines in its own process, with what the kit has for them. */
const usesPatterns = ({ path }: SourceFile): boolean => /^lab\/(experiments|assignments|kit)\//.test(path);

const onlyItsNeighbours: Rule = (file, { target, isDynamic, isTypeOnly }) => {
  if (target.is !== 'ours' || target.place === file.place) return undefined;
  const isLoadedLate = isDynamic || isTypeOnly; // a type is not loaded at all
  if (target.name === 'faults' && file.place === 'packages/service-kit' && isLoadedLate) return undefined;
  if (target.name === 'demo-data' && file.place === 'app') return undefined; // its own rule knows where
  // What a pattern costs, and what it is for, cannot be asked over HTTP; all else of the lab asks the running shop.
  if (target.name === 'resilience' && (looksAtPatterns(file) || usesPatterns(file))) return undefined;
  if (target.name === 'service-kit' && (looksAtPatterns(file) || usesPatterns(file))) return undefined; // its client is a pattern too
  if (isReference(file) && declared.includes(target.name)) return undefined;
  const { ours } = allowanceOf(file);
  if (ours.includes(target.name)) return undefined;
  const may = ours.length > 0 ? ours.join(', ') : 'no other package of ours';
  return {
    rule: `${file.place} may import ${may}`,
    cure: 'turn the dependency round, or decide otherwise in tools/architecture/import-rules.ts',
  };
};

const oneDoor: Rule = (_file, { target }) => {
  if (target.is !== 'ours' || target.door === undefined || sideDoors[target.name]?.(target.door)) return undefined;
  return {
    rule: 'one door per package',
    cure: `import from @watertight/${target.name}, and export it in its src/index.ts`,
  };
};

const throughTheDoor: Rule = (file, { target }) => {
  if (target.is !== 'file' || target.folder === file.folder) return undefined;
  if (file.place === 'tools' && target.path.indexOf('/') === -1) return undefined; // they serve the root's own files
  if (isReference(file) && target.folder.startsWith('apps/')) return undefined;
  const [, name] = target.folder.split('/');
  return {
    rule: 'a relative import stays in its own folder',
    cure: name ? `import @watertight/${name}` : 'move the file to where it is used',
  };
};

/** What a test or a declaration of types brings does not ship. */
const fewForeigners: Rule = (file, { target }) => {
  if (file.isTest || file.path.endsWith('.d.ts')) return undefined;
  const { npm, node } = allowanceOf(file);
  if (target.is === 'npm' && npm && !npm.includes(target.name)) {
    return {
      rule: `${file.place} imports ${npm.join(', ')} and nothing else`,
      cure: 'do it without, or in another package',
    };
  }
  if (target.is === 'node' && node === false) {
    return { rule: `${file.place} runs everywhere, so nothing of Node`, cure: 'do it without, or in another package' };
  }
  return undefined;
};

/** In this order; an import is told the first rule it breaks. */
export const importRules: Rule[] = [
  appsMeetOnTheWire,
  nobodyNeedsTheLab,
  testHelpersStayInTests,
  fixturesStayInTests,
  demoDataIsForSeeds,
  onlyItsNeighbours,
  oneDoor,
  throughTheDoor,
  fewForeigners,
];
