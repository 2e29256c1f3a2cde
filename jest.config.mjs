// As every process of Sluice has it.
process.env.TZ = 'UTC'

const OUTPUT = { module: { type: 'es6' }, sourceMaps: 'inline' }

/** Native ESM, TypeScript through swc, no build step; the servers come from `npm test` (infra/local). */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@sluice/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, ...OUTPUT }],
    // What else there is to know of a page stands in its first line.
    '^.+\\.tsx$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2023' }, ...OUTPUT },
    ],
  },
  roots: ['<rootDir>/packages', '<rootDir>/infra'],
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  globalSetup: '<rootDir>/jest.setup.mjs',
  testMatch: ['**/*.test.ts?(x)'],
  // For what hangs: a test that is slow on a slow machine shall not fail for it.
  testTimeout: 300_000,
  // Most of them wait for processes that they have started.
  maxWorkers: 6,
  coverageProvider: 'babel',
}
