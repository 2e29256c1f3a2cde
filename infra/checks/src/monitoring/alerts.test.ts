import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { INFRA, ROOT } from '../folders.ts'
import { readKnownMetrics, type KnownMetrics } from './known-metrics.ts'
import { listQueryMistakes } from './list-query-mistakes.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string }
}

interface RuleTest {
  readonly alertname: string
  readonly exp_alerts?: readonly unknown[]
}

const MONITORING = new URL('monitoring/', INFRA)

describe('the alert rules', () => {
  let known: KnownMetrics
  let rules: readonly Rule[]

  beforeAll(async () => {
    known = await readKnownMetrics()
    const file = parse(await readFile(new URL('alerts.yaml', MONITORING), 'utf8')) as {
      groups: readonly { rules: readonly Rule[] }[]
    }
    rules = file.groups.flatMap((group) => group.rules)
  })

  test('ask in PromQL for metrics and labels that there are', () => {
    const mistakes = rules.flatMap(({ alert, expr }) =>
      listQueryMistakes(expr, known).map((mistake) => `${alert}: ${mistake}`),
    )
    expect(mistakes).toEqual([])
  })

  test('a metric or a label that there is not would be found', () => {
    expect(listQueryMistakes('sluice_sync_overdue_minutes > 1', known)).toEqual([
      'there is no metric sluice_sync_overdue_minutes',
    ])
    expect(listQueryMistakes('max by (record) (sluice_sync_overdue_seconds{key="x"})', known)).toEqual([
      'sluice_sync_overdue_seconds has no label record',
      'sluice_sync_overdue_seconds has no label key',
    ])
  })

  test('have names of their own, a severity, and annotations that say what to do', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    for (const { alert, labels, annotations } of rules) {
      expect(alert).toMatch(/^Sluice[A-Z]\w+$/)
      expect(['warning', 'critical']).toContain(labels.severity)
      expect(annotations.summary).toMatch(/\S/)
      expect(annotations.description).toMatch(/\.$/)
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`)
    }
  })

  test('each has its place in docs/operations.md, and no other has one', async () => {
    const page = await readFile(new URL('docs/operations.md', ROOT), 'utf8')
    const described = [...page.matchAll(/^### (Sluice\w+)$/gm)].map(([, alert = '']) => alert)
    expect(described.sort()).toEqual(rules.map(({ alert }) => alert).sort())
  })

  test('each is tested for when it fires and for when it does not', async () => {
    const file = parse(await readFile(new URL('alerts.test.yaml', MONITORING), 'utf8')) as {
      tests: readonly { alert_rule_test: readonly RuleTest[] }[]
    }
    const tests = file.tests.flatMap((group) => group.alert_rule_test)
    for (const { alert } of rules) {
      const ofAlert = tests.filter(({ alertname }) => alertname === alert)
      const firing = ofAlert.filter(({ exp_alerts: expected = [] }) => expected.length > 0)
      expect({ alert, fires: firing.length > 0, isSilent: ofAlert.length > firing.length }).toEqual({
        alert,
        fires: true,
        isSilent: true,
      })
    }
  })

  test('the copy for the Prometheus operator says the same', async () => {
    const own = parse(await readFile(new URL('alerts.yaml', MONITORING), 'utf8')) as { groups: unknown }
    const copy = parse(await readFile(new URL('prometheus-rule.yaml', MONITORING), 'utf8')) as {
      spec: { groups: unknown }
    }
    // `pnpm -s infra:generate` writes the copy.
    expect(copy.spec.groups).toEqual(own.groups)
  })
})
