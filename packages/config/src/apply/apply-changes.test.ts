import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Config } from '@sluice/shared/domain'
import { formatResource } from '../items/kinds.ts'
import type { Plan } from '../plan/plan-changes.ts'
import { openControl, type TestControl } from '../testing/open-control.ts'
import { SMALL_CONFIG } from '../testing/small-config.ts'
import { applyChanges, type ApplyRequest } from './apply-changes.ts'
import { lockConfig } from './carry-out.ts'
import { readBasis } from './read-basis.ts'

const [MAPPING] = SMALL_CONFIG.mappings as [Config['mappings'][number]]

let control: TestControl

beforeAll(async () => {
  control = await openControl()
})
afterAll(() => control.close())
beforeEach(async () => {
  await control.db.query(
    'truncate sluice.sources, sluice.models, sluice.destinations, sluice.mappings, sluice.audit_log cascade',
  )
  await apply({ actor: 'first' })
})

function apply(request: Partial<ApplyRequest> = {}): Promise<Plan> {
  return applyChanges(control.db, control.secrets, {
    wanted: SMALL_CONFIG,
    prune: false,
    dryRun: false,
    actor: 'test',
    resend: [],
    check: async () => {},
    onCanceled: () => {},
    ...request,
  })
}

const disable = async (): Promise<void> => {
  await control.db.query(
    "update sluice.mappings set enabled = false, version = version + 1, updated_at = now() where id = 'people-identify'",
  )
}

const readCurrent = async (): Promise<Config> => (await readBasis(control.db, () => control.secrets)).current

describe('while a plan is looked at', () => {
  test('nobody waits for it: the config is not locked', async () => {
    const plan = await apply({ prune: true, check: () => control.db.transaction(lockConfig) })
    expect(plan.unchanged).toHaveLength(4)
  })

  test('a change of somebody else has it made anew, and looked at again', async () => {
    const seen: string[][] = []
    await apply({
      check: async (_db, { updated }) => {
        seen.push(updated.flatMap(({ changed }) => [...changed]))
        if (seen.length === 1) await disable()
      },
    })
    expect(seen).toEqual([[], ['enabled']])
    expect((await readCurrent()).mappings[0]?.enabled).toBe(true)
  })

  test('a config that never stands still is given up', async () => {
    let count = 0
    const check = async (): Promise<void> => {
      count += 1
      await control.db.query(`update sluice.models set version = version + 1, updated_at = now()`)
    }
    await expect(apply({ check })).rejects.toMatchObject({
      code: 'changed_meanwhile',
      message: expect.stringContaining('changed by others 5 times'),
    })
    expect(count).toBe(5)
  })

  test('two at once both get there', async () => {
    const wanted = (percent: number): Config => ({
      ...SMALL_CONFIG,
      mappings: [{ ...MAPPING, maxDeletedPercent: percent }],
    })
    await Promise.all([apply({ wanted: wanted(1) }), apply({ wanted: wanted(2) })])
    const { rows } = await control.db.query(
      "select after ->> 'maxDeletedPercent' as percent from sluice.audit_log where action = 'updated' order by id",
    )
    expect(new Set(rows.map(({ percent }) => percent))).toEqual(new Set(['1', '2']))
    expect(String((await readCurrent()).mappings[0]?.maxDeletedPercent)).toBe(rows[1]?.percent)
  })
})

describe('what people keep in the console', () => {
  beforeEach(async () => {
    await control.db.query("update sluice.mappings set managed_by = 'console'")
  })
  const changed: Config = { ...SMALL_CONFIG, mappings: [{ ...MAPPING, enabled: false }] }
  const without: Config = { ...SMALL_CONFIG, mappings: [] }

  test('is not overwritten by a file, which says so', async () => {
    await expect(apply({ wanted: changed })).rejects.toMatchObject({
      code: 'config_managed',
      message: 'mapping/people-identify is kept in the console, and differs from what is to be applied',
    })
    expect((await readCurrent()).mappings[0]?.enabled).toBe(true)
  })

  test('is not pruned by a file', async () => {
    const { kept, removed } = await apply({ wanted: without, prune: true })
    expect([kept.map(formatResource), removed]).toEqual([['mapping/people-identify'], []])
  })

  test('keeps what it needs from being pruned', async () => {
    const wanted: Config = { ...without, destinations: [] }
    await expect(apply({ wanted, prune: true })).rejects.toMatchObject({
      code: 'config_in_use',
      message: 'destination/segment cannot be removed: mapping/people-identify needs it',
    })
  })

  test('is the file’s after it was taken over, and the audit log says so', async () => {
    await apply({ adopt: true, actor: 'ada' })
    const { rows } = await control.db.query(
      "select actor, before ->> 'managedBy' as before, after ->> 'managedBy' as after from sluice.audit_log order by id desc limit 1",
    )
    expect(rows).toEqual([{ actor: 'ada', before: 'console', after: 'file' }])
    expect((await apply({ wanted: changed })).updated).toHaveLength(1)
  })
})

test('an unchanged source that people keep is so under a key that was replaced, too', async () => {
  await control.db.query("update sluice.sources set managed_by = 'console'")
  const renewed = { ...control.secrets, isCurrent: () => false }
  const plan = await applyChanges(control.db, renewed, {
    wanted: SMALL_CONFIG,
    prune: false,
    dryRun: true,
    actor: 'test',
    resend: [],
    check: async () => {},
    onCanceled: () => {},
  })
  expect(plan.refused).toEqual([])
  // The file's own is sealed anew.
  expect(plan.updated.map(({ after }) => formatResource(after))).toEqual(['destination/segment'])
})
