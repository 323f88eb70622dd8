/** One jest for the whole workspace: fifteen processes of their own took 1.5 × as long on two cores. */
const typescript = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true, // error.name and Nest's injection speak of classes by name
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

export default {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,packages,tools,lab}/**/*.test.ts'],
  // A package of ours is a link in node_modules whose real path is packages/<name>/src: jest follows it, so it is transformed.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/build/'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/\\.(tools|data|turbo)/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', typescript] },
  globalSetup: '<rootDir>/packages/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/packages/testing/src/jest-global-teardown.ts',
  testTimeout: 20_000,
  reporters: ['default', '<rootDir>/tools/plain-reporter.ts'],
};
