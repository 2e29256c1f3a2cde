import { join } from 'node:path'

/** The folder of the checkout. */
export const ROOT = join(import.meta.dirname, '../../../..')

/**
 * Whatever is started as a process of its own, by its source: the one list of what is bundled. A file that another
 * starts stands here, too.
 */
export const PROGRAMS = /** @type {const} */ ([
  'packages/cli/src/bin.ts',
  'packages/extractor/src/bin.ts',
  'packages/mapper/src/bin.ts',
  'packages/mapper/src/trial/bin.ts',
  'packages/sender/src/bin.ts',
  'packages/console/src/bin.ts',
  'packages/emulator/src/bin.ts',
])

/** What tests start besides. */
export const TEST_PROGRAMS = /** @type {const} */ ([
  'packages/end-to-end/src/soak/bin.ts',
  'packages/mapper/src/testing/poisoned-trial.ts',
  'packages/shared/src/testing/create-template.ts',
  'packages/warehouse/src/duckdb/testing/hold-file.ts',
  'packages/warehouse/src/duckdb/testing/stage-slowly.ts',
  'packages/warehouse/src/postgres/testing/stage-and-exit.ts',
])

/**
 * The name of what a source is bundled to: `packages/mapper/src/trial/bin.ts` → `mapper-trial-bin.js`.
 *
 * @param {string} source
 */
export function nameProgram(source) {
  const [, where = source] = /^packages\/(.*)\.ts$/.exec(source) ?? []
  return `${where.replace('/src/', '/').replaceAll('/', '-')}.js`
}
