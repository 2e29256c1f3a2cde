import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { openPrograms } from './infra/local/src/programs/open-programs.mjs'

/** Bundles what tests start as a process, where it has changed, and makes the template database: once per run. */
export default async function prepare() {
  const programs = await openPrograms()
  process.env.SLUICE_PROGRAMS = JSON.stringify(programs)
  if (!process.env.DATABASE_URL) return
  const script = programs[join(import.meta.dirname, 'packages/shared/src/testing/create-template.ts')]
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', script], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the template database could not be made')
}
