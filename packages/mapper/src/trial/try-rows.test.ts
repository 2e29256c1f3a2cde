import { describe, expect, test } from '@jest/globals'
import { decodeDeltas, decodeLetterDelta, encodeDeltas } from '@sluice/shared/queues'
import { createScript } from '@sluice/shared/testing'
import { createMessageIdFactory, type MappingConfig } from '../core/index.ts'
import { mapChunk } from '../chunk/index.ts'
import type { TrialOptions } from './start-trial.ts'
import { tryRows } from './try-rows.ts'

const STAGED_AT = '2026-01-01T00:00:00.000Z'
const config: MappingConfig = { action: 'sendIdentify', fields: { user_id: { '@path': '$.properties.id' } } }
const createMessageId = createMessageIdFactory({ installationId: 'i', mappingId: 'm', epoch: 1 })

const OPTIONS = {
  ...createScript(new URL('../testing/poisoned-trial.ts', import.meta.url)),
  // Longer than any row takes here, however slow the machine is.
  deadlineMs: 200_000,
}

async function tryChunk(
  rows: readonly object[],
  options: Partial<TrialOptions> = {},
  signal = new AbortController().signal,
) {
  const deltas = rows.map((row, index) => ({
    seq: index + 1,
    op: 'added' as const,
    recordId: `${index}`,
    version: 1,
    checksum: 'aa',
    row: JSON.stringify(row),
  }))
  const payload = encodeDeltas(STAGED_AT, deltas)
  const suspect = { config, createMessageId, stagedAt: STAGED_AT, signal, texts: decodeDeltas(payload).texts }
  const mapping = await tryRows(suspect, { ...OPTIONS, ...options })
  const seqs: number[] = []
  const { texts } = decodeDeltas(payload)
  const { invalid } = mapChunk(mapping, createMessageId, texts, STAGED_AT, ({ seq }) => void seqs.push(seq))
  return { seqs, invalid }
}

describe('a chunk of which mappers die, tried row by row in a process of its own', () => {
  test.each([
    ['is killed', 'kill', 'ended its process (SIGKILL)'],
    ['aborts', 'abort', 'ended its process (SIGABRT)'],
    ['runs out of memory', 'memory', 'ended its process ('],
  ])('gives the row of which it %s as a dead letter, and the others as events', async (_, poison, reason) => {
    const guilty = { id: 'b', poison }
    const { seqs, invalid } = await tryChunk([{ id: 'a' }, guilty, { id: 'c' }, { id: null }])
    expect(seqs).toEqual([1, 3])
    expect(invalid).toMatchObject([
      { seq: 2, code: 'mapping_failed', reason: expect.stringContaining(reason) },
      { seq: 4, code: 'id_missing' },
    ])
    expect(decodeLetterDelta(invalid[0]?.delta ?? '').row).toBe(JSON.stringify(guilty))
  })

  test('gives a row that never ends as a dead letter when its time is over', async () => {
    const { seqs, invalid } = await tryChunk([{ id: 'a' }, { id: 'b', poison: 'hang' }, { id: 'c' }], {
      deadlineMs: 20_000,
    })
    expect(seqs).toEqual([1, 3])
    expect(invalid).toMatchObject([{ seq: 2, reason: expect.stringContaining('took longer than 20 s') }])
  })

  test('gives events alone when no row is guilty', async () => {
    expect(await tryChunk([{ id: 'a' }, { id: 'b' }])).toEqual({ seqs: [1, 2], invalid: [] })
  })
})

test('a process that does not come up is no fault of a row', async () => {
  await expect(tryChunk([{ id: 'a' }], { script: '/nowhere.ts' })).rejects.toThrow(
    'did not come up: it ended its process (exit 1)',
  )
})

test('a worker that has to stop does not go on trying', async () => {
  await expect(tryChunk([{ id: 'a' }], {}, AbortSignal.abort(new Error('stopping')))).rejects.toThrow(
    'stopping',
  )
})
