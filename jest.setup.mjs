import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Makes the template database once per run, in a process that can read TypeScript. */
export default function prepare() {
  if (!process.env.DATABASE_URL) return
  const script = fileURLToPath(new URL('packages/shared/src/testing/create-template.ts', import.meta.url))
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', '-C', '@sluice/source', script], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('the template database could not be made')
}
