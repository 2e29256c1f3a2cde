import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { INFRA } from '../folders.ts'
import { readKnownMetrics, type KnownMetrics } from './known-metrics.ts'
import { listQueryMistakes } from './list-query-mistakes.ts'

interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly gridPos: Place
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[]
}

interface Dashboard {
  readonly uid: string
  readonly schemaVersion: number
  readonly panels: readonly Panel[]
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] }
}

const GRID_WIDTH = 24

describe('the dashboard', () => {
  let known: KnownMetrics
  let dashboard: Dashboard
  let panels: readonly Panel[]

  beforeAll(async () => {
    known = await readKnownMetrics()
    dashboard = JSON.parse(
      await readFile(new URL('monitoring/grafana/sluice.json', INFRA), 'utf8'),
    ) as Dashboard
    panels = dashboard.panels.filter(({ type }) => type !== 'row')
  })

  test('answers four questions, from top to bottom', () => {
    const rows = dashboard.panels.filter(({ type }) => type === 'row')
    expect(rows.map(({ title }) => title)).toEqual([
      'Is it flowing?',
      'Is it late?',
      'Is it failing?',
      'Why?',
    ])
    expect(rows.map(({ gridPos }) => gridPos.y)).toEqual(
      rows.map(({ gridPos }) => gridPos.y).sort((a, b) => a - b),
    )
  })

  test('every panel asks a question of its own, and says what its answer means', () => {
    for (const { title, description = '' } of panels) {
      expect(title).toMatch(/^(How|What|When|Where|Which|Is|Does)\b.*\?$/)
      expect(description).toMatch(/\.$/)
    }
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length)
  })

  test('every query is PromQL, for metrics and labels that there are', () => {
    const mistakes = panels.flatMap(({ title, targets = [] }) =>
      targets.flatMap(({ expr }) => listQueryMistakes(fillIn(expr), known).map((m) => `${title} ${m}`)),
    )
    expect(mistakes).toEqual([])
    expect(panels.every(({ targets = [] }) => targets.length > 0)).toBe(true)
  })

  test('its variables are those that its queries use', () => {
    const used = new Set<string>()
    for (const [, name = ''] of JSON.stringify(dashboard).matchAll(/\$\{?(\w+)/g)) {
      if (!name.startsWith('__')) used.add(name)
    }
    expect([...used].sort()).toEqual(dashboard.templating.list.map(({ name }) => name).sort())
    const asked = [...JSON.stringify(dashboard.templating).matchAll(/label_values\((\w+), (\w+)\)/g)]
    expect(asked.length).toBeGreaterThan(0)
    for (const [, metric = '', label = ''] of asked) expect(known.get(metric)).toContain(label)
  })

  test('panels have ids and letters of their own, and stand beside each other', () => {
    const ids = dashboard.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { targets = [] } of panels) {
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length)
    }
    const cells = new Set<string>()
    for (const { title, gridPos } of dashboard.panels) {
      for (const cell of listCells(gridPos)) {
        expect([title, cell, cells.has(cell)]).toEqual([title, cell, false])
        cells.add(cell)
      }
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(GRID_WIDTH)
    }
  })
})

/** Grafana's variables as it would fill them in. */
function fillIn(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m').replaceAll('$mapping', '.*')
}

function listCells({ x, y, w, h }: Place): readonly string[] {
  return Array.from({ length: w * h }, (_, i) => `${x + (i % w)}/${y + Math.floor(i / w)}`)
}
