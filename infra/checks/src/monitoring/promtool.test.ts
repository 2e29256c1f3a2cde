import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { INFRA } from '../folders.ts'

const locate = (file: string): string => fileURLToPath(new URL(`monitoring/${file}`, INFRA))

// Debian and Ubuntu have promtool in the package prometheus. Without it the rules are
// parsed (alerts.test.ts) and not run.
const isHere = spawnSync('promtool', ['--version']).error === undefined
const CASES: readonly { readonly title: string; readonly args?: readonly string[] }[] = isHere
  ? [
      {
        title: 'promtool runs the unit tests of the alert rules',
        args: ['test', 'rules', locate('alerts.test.yaml')],
      },
      {
        title: "promtool takes compose's configuration of Prometheus",
        args: ['check', 'config', '--syntax-only', locate('prometheus.yaml')],
      },
    ]
  : [{ title: 'SKIPPED, promtool is not on the PATH: the unit tests of the alert rules are not run' }]

test.each(CASES)('$title', ({ args }) => {
  const run = args === undefined ? undefined : spawnSync('promtool', args, { encoding: 'utf8' })
  expect({ status: run?.status ?? 0, complaints: run?.stderr ?? '' }).toEqual({ status: 0, complaints: '' })
})
