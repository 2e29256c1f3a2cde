import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { LogRequest, LoggedSync, StagedRow } from '../port.ts'
import { once } from '../testing/once.ts'
import {
  createStageRequest,
  OWNER,
  runSync,
  stageAndRead,
  type SyncResult,
  type StageChanges,
} from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { addPeople, fillPeople, removePerson, renamePerson } from './people.ts'

const SYNC: LoggedSync = {
  number: 7,
  model: 'people',
  destination: 'segment-us',
  origin: 'manual',
  status: 'succeeded',
  error: null,
  startedAt: '2024-02-29T12:00:00.000Z',
  stagedAt: '2024-02-29T12:00:01.000Z',
  added: 1,
  updated: 2,
  deleted: 3,
  skipped: 4,
  invalid: 5,
  delivered: 6,
  dead: 7,
}
const DAY_MS = 86_400_000

const createLog = (changes: Partial<LogRequest> = {}): LogRequest => ({
  sync: SYNC,
  keepMs: DAY_MS,
  createIdPrefix: (epoch) => `prefix of ${epoch}:`,
  async *listDead() {},
  ...changes,
})

const createId = ({ version, checksum, recordId }: StagedRow): string =>
  createHash('sha256').update(`prefix of 1:${version}:0:${checksum}:${recordId}`).digest('base64url')

/** What is written into the sync log, by those sources that keep one. */
export function testSyncLog(open: OpenScene): void {
  const readLog = (): Promise<unknown> =>
    open().queryState(
      `select record, version, op, status, code, message_id from _sluice.sync_log order by version, record, code`,
    )
  const drop = async (): Promise<void> => {
    const objects = [
      'view if exists _sluice.syncs',
      'table if exists _sluice.sync_log',
      'table if exists _sluice.sync_runs',
    ]
    for (const object of objects) await open().queryState(`drop ${object}`)
  }
  const stage = async (changes: StageChanges = {}): Promise<SyncResult & { readonly syncId: string }> => {
    const request = createStageRequest(changes)
    return { ...(await stageAndRead(open().warehouse, request)), syncId: request.syncId }
  }
  const log = (row: StagedRow | undefined, status: string, code: string | null = null, hasEvent = true) => ({
    record: row?.recordId,
    version: expect.anything(),
    op: row?.op,
    status,
    code,
    message_id: hasEvent && row !== undefined ? createId(row) : null,
  })

  describe('the sync log', () => {
    beforeEach(async () => {
      await fillPeople(open(), ['1', 'a'], ['2', 'ü'], ['3', 'c'], ['4', 'd'])
      await open().warehouse.check()
      await drop()
    })

    test('is not there for a source that keeps none', async () => {
      await runSync(open().warehouse)
      await expect(readLog()).rejects.toThrow('sync_log')
    })

    test('says of each row of a sync what became of it, under the very id that it was sent by', async () => {
      await addPeople(open(), ['5', 'twin'], ['5', 'twin'])
      const { staged, syncId } = await stage()
      const [one, two, three, four] = staged.toSorted((a, b) => a.recordId.localeCompare(b.recordId))
      const dead = [
        { seq: two?.seq ?? 0, code: 'rejected', reason: 'the API refused it', hasEvent: true },
        { seq: three?.seq ?? 0, code: 'id_missing', reason: 'no id', hasEvent: false },
      ]
      const request = {
        ...OWNER,
        syncId,
        dead: dead.map(({ seq }) => seq),
        keptBack: once([four?.seq ?? 0]),
        log: createLog({ listDead: () => once(dead) }),
      }
      await open().warehouse.commit(request)
      await open().warehouse.commit({ ...request, keptBack: once([]) })
      const twin = {
        record: '5',
        op: 'invalid',
        status: 'dead',
        code: 'identifier_duplicate',
        message_id: null,
      }
      expect(await readLog()).toEqual([
        log(one, 'delivered'),
        log(two, 'dead', 'rejected'),
        log(three, 'dead', 'id_missing', false),
        log(four, 'skipped', 'filter', false),
        { ...twin, version: expect.anything() },
        { ...twin, version: expect.anything() },
      ])
    })

    test('says what the trigger kept back, and of a baseline only that it was', async () => {
      await stage({ trigger: [] }).then(({ syncId }) =>
        open().warehouse.commit({ ...OWNER, syncId, isBaseline: true, log: createLog() }),
      )
      expect(await readLog()).toEqual([])
      await renamePerson(open(), '1', 'z')
      await removePerson(open(), '2')
      const { staged, syncId } = await stage({ trigger: ['deleted'] })
      await open().warehouse.commit({ ...OWNER, syncId, log: createLog() })
      expect(await readLog()).toEqual([
        {
          record: '1',
          version: expect.anything(),
          op: 'updated',
          status: 'skipped',
          code: 'trigger',
          message_id: null,
        },
        log(staged[0], 'delivered'),
      ])
    })

    test('says of a sync that failed what went out, what may have, and nothing of the rest', async () => {
      const { staged, syncId } = await stage()
      // All of them in one chunk that is open, of which one row is known to have gone out.
      const [only, inDoubt] = [[{ fromSeq: 1, toSeq: 1 }], [{ fromSeq: 1, toSeq: 3 }]]
      const failed: LoggedSync = { ...SYNC, status: 'failed', error: 'the password was changed' }
      await open().warehouse.commit({ ...OWNER, syncId, only, inDoubt, log: createLog({ sync: failed }) })
      expect(await readLog()).toEqual(
        [log(staged[0], 'delivered'), log(staged[1], 'in_doubt'), log(staged[2], 'in_doubt')].toSorted(
          (a, b) => String(a.record).localeCompare(String(b.record)),
        ),
      )
      const [run] = await open().queryState('select status, error, delivered from _sluice.syncs')
      expect({ ...run, delivered: Number(run?.['delivered']) }).toEqual({
        status: 'failed',
        error: 'the password was changed',
        delivered: 6,
      })
    })

    test('is made anew where somebody has dropped a part of it', async () => {
      const { syncId } = createStageRequest()
      const write = () => open().warehouse.writeLog({ ...OWNER, syncId, log: createLog(), rows: once([]) })
      await write()
      await open().queryState('drop view _sluice.syncs')
      await open().queryState('drop table _sluice.sync_log')
      await write()
      expect(await readLog()).toEqual([])
      expect(await open().queryState('select 1 as one from _sluice.syncs')).toHaveLength(1)
    })

    test.each([
      ['has lost a column', 'sync_log drop column reason'],
      ['has a column of another name', 'sync_runs rename column model to name'],
    ])('stops nothing where a table of it %s: the commit goes on without it', async (_name, change) => {
      const first = await stage()
      await open().warehouse.commit({ ...OWNER, syncId: first.syncId, log: createLog() })
      await renamePerson(open(), '1', 'z')
      const { syncId } = await stage()
      await open().queryState('drop view _sluice.syncs')
      await open().queryState(`alter table _sluice.${change}`)
      const unusable = { code: 'sync_log_unusable', message: expect.stringContaining('drop both') }
      const { warehouse } = open()
      await expect(warehouse.commit({ ...OWNER, syncId, log: createLog() })).rejects.toMatchObject(unusable)
      const rows = once([])
      await expect(warehouse.writeLog({ ...OWNER, syncId, log: createLog(), rows })).rejects.toMatchObject(
        unusable,
      )
      await warehouse.commit({ ...OWNER, syncId })
      expect((await stage()).staged).toEqual([])
    })

    test('takes rows that nothing was staged of, once however often they are written', async () => {
      const { syncId } = createStageRequest()
      const row = { version: 3, op: 'updated', code: null, reason: null } as const
      const rows = [
        { ...row, recordId: '1', status: 'delivered', messageId: 'id of 1' },
        { ...row, recordId: null, status: 'superseded', messageId: null },
      ] as const
      for (let time = 1; time <= 2; time += 1)
        await open().warehouse.writeLog({ ...OWNER, syncId, log: createLog(), rows: once(rows) })
      expect(await readLog()).toEqual([
        {
          record: '1',
          version: expect.anything(),
          op: 'updated',
          status: 'delivered',
          code: null,
          message_id: 'id of 1',
        },
        {
          record: null,
          version: expect.anything(),
          op: 'updated',
          status: 'superseded',
          code: null,
          message_id: null,
        },
      ])
    })

    test('keeps what is young enough, of each mapping as its source says', async () => {
      const first = await stage()
      await open().warehouse.commit({ ...OWNER, syncId: first.syncId, log: createLog() })
      await open().queryState(
        `update _sluice.sync_log set "at" = "at" - interval '25 hours' where record <> '1'`,
      )
      await open().queryState(`update _sluice.sync_runs set ended_at = ended_at - interval '25 hours'`)
      const second = await stage()
      await open().warehouse.commit({ ...OWNER, syncId: second.syncId, log: createLog() })
      expect(await readLog()).toEqual([expect.objectContaining({ record: '1' })])
      expect(await open().queryState('select 1 as one from _sluice.syncs')).toHaveLength(1)
    })

    test('tells with a record what became of it, and finds it by an id that only the log still has', async () => {
      const { modelId, model, trigger, selection, compared } = createStageRequest()
      const request = { ...OWNER, modelId, model, trigger, selection, compared, recordId: '2', syncs: [] }
      const read = async () => (await open().warehouse.readRecord(request)).log
      expect(await read()).toBeNull()
      const first = await stage()
      await open().warehouse.commit({ ...OWNER, syncId: first.syncId, log: createLog() })
      await renamePerson(open(), '2', 'new')
      const second = await stage()
      const reason = 'the API refused it'
      const dead = [{ seq: 1, code: 'rejected', reason, hasEvent: false }]
      const log = createLog({ listDead: () => once(dead) })
      await open().warehouse.commit({ ...OWNER, syncId: second.syncId, dead: [1], log })
      const sent = createId(first.staged.find(({ recordId }) => recordId === '2')!)
      const at = expect.stringMatching(/^2\d{3}-\d\d-\d\dT.*Z$/)
      const none = { code: null, reason: null }
      expect(await read()).toEqual([
        { sync: first.syncId, version: 1, op: 'added', status: 'delivered', messageId: sent, at, ...none },
        {
          sync: second.syncId,
          version: 2,
          op: 'updated',
          status: 'dead',
          messageId: null,
          at,
          code: 'rejected',
          reason,
        },
      ])
      const search = { ...OWNER, prefixes: {}, syncs: [] }
      expect(await open().warehouse.findRecordsOf({ ...search, messageId: sent })).toEqual(['2'])
      expect(await open().warehouse.findRecordsOf({ ...search, messageId: 'x'.repeat(43) })).toEqual([])
    })

    test('answers what its page asks', async () => {
      const page = await readFile(new URL('../../../../docs/sync-log.md', import.meta.url), 'utf8')
      const queries = [...page.matchAll(/```sql\n(select.*?)```/gs)].map(([, query]) => query ?? '')
      expect(queries).toHaveLength(3)
      const { staged, syncId } = await stage()
      const [one, two] = staged.toSorted((a, b) => a.recordId.localeCompare(b.recordId))
      const dead = [{ seq: two?.seq ?? 0, code: 'rejected', reason: 'refused', hasEvent: true }]
      const request = { ...OWNER, syncId, dead: [two?.seq ?? 0] }
      await open().warehouse.commit({ ...request, log: createLog({ listDead: () => once(dead) }) })
      await open().queryState(`update _sluice.sync_log set "at" = "at" - interval '1 day'`)
      const [failed, sent, late] = await Promise.resolve(queries).then(
        async ([first = '', second = '', third = '']) => [
          await open().queryState(first),
          await open().queryState(second.replace("'42'", `'${one?.recordId}'`)),
          await open().queryState(third),
        ],
      )
      expect(failed).toEqual([expect.objectContaining({ mapping: OWNER.mappingId, code: 'rejected' })])
      expect(sent).toEqual([expect.objectContaining({ message_id: createId(one!), origin: 'manual' })])
      expect(late).toEqual([expect.objectContaining({ mapping: OWNER.mappingId })])
    })
  })
}
