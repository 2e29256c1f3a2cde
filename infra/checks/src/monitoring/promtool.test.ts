import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { INFRA } from '../folders.ts'

const RULE_TESTS = fileURLToPath(new URL('monitoring/alerts.test.yaml', INFRA))

// Debian and Ubuntu have promtool in the package prometheus. Without it the rules are parsed (alerts.test.ts) and not run.
const isHere = spawnSync('promtool', ['--version']).error === undefined
const name = isHere
  ? 'promtool runs the unit tests of the alert rules'
  : 'SKIPPED, promtool is not on the PATH: the unit tests of the alert rules are not run'

test.each([name])('%s', () => {
  const run = isHere ? spawnSync('promtool', ['test', 'rules', RULE_TESTS], { encoding: 'utf8' }) : undefined
  expect({ status: run?.status ?? 0, complaints: run?.stderr ?? '' }).toEqual({ status: 0, complaints: '' })
})
