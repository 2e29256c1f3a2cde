// As every process of Sluice has it.
process.env.TZ = 'UTC'

/** Native ESM, TypeScript through swc, no build step; the servers come from `npm test` (infra/local). */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@sluice/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  roots: ['<rootDir>/packages', '<rootDir>/infra'],
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  globalSetup: '<rootDir>/jest.setup.mjs',
  testMatch: ['**/*.test.ts'],
  // For what hangs: a test that is slow on a slow machine shall not fail for it.
  testTimeout: 300_000,
  maxWorkers: 4,
  coverageProvider: 'babel',
}
