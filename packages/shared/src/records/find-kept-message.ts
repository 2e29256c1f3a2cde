import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Answers } from '../domain/index.ts'
import { listLetterContents } from '../store/index.ts'
import type { ManifestEntry } from './manifest.ts'
import { LOOKING_LIMIT_MS, readLetterId, type KeptDeps } from './read-kept-record.ts'
import { readPastPages } from './read-past-pages.ts'

/** Makes the messageId of a change. */
export type CreateMessageId = (change: Pick<ManifestEntry, 'recordId' | 'version' | 'checksum'>) => string

/** A messageId that is looked for. */
export interface KeptMessageSearch {
  readonly mapping: string
  readonly messageId: string
  /** Of the mapping's events in an epoch. */
  readonly createIds: (epoch: number) => CreateMessageId
  readonly signal?: AbortSignal | undefined
  readonly limitMs?: number
}

const PAGE_LETTERS = 200

/** The records whose change went out, or died, under a messageId: of what is kept of syncs and of dead letters. */
export async function findKeptMessage(
  deps: KeptDeps,
  search: KeptMessageSearch,
): Promise<Answers['kept message']> {
  const { mapping, messageId, createIds, signal, limitMs = LOOKING_LIMIT_MS } = search
  const endMs = performance.now() + limitMs
  const makers = new Map<number, CreateMessageId>()
  for await (const chunks of readPastPages(deps, mapping)) {
    signal?.throwIfAborted()
    for (const { epoch, entries } of chunks) {
      // Whatever else the process has to do comes in between.
      await nextTurn()
      const create = makers.get(epoch) ?? createIds(epoch)
      makers.set(epoch, create)
      const found = entries.find((entry) => create(entry) === messageId)
      if (found !== undefined) return { recordIds: [found.recordId], isWhole: true }
    }
    if (performance.now() > endMs) return { recordIds: [], isWhole: false }
  }
  return searchLetters(deps, search, endMs)
}

/** The events of letters have their messageId; a delta of which none was made had never gone out under one. */
async function searchLetters(
  { db, secrets }: KeptDeps,
  { mapping, messageId, signal }: KeptMessageSearch,
  endMs: number,
): Promise<Answers['kept message']> {
  let before: string | null = null
  for (;;) {
    signal?.throwIfAborted()
    const letters: Awaited<ReturnType<typeof listLetterContents>> = await listLetterContents(
      db,
      secrets,
      mapping,
      { recordId: null, before, limit: PAGE_LETTERS },
    )
    const last = letters.at(-1)
    if (last === undefined) return { recordIds: [], isWhole: true }
    const found = letters.find((letter) => readLetterId(letter).messageId === messageId)
    if (found !== undefined) {
      return { recordIds: found.recordId === null ? [] : [found.recordId], isWhole: true }
    }
    if (performance.now() > endMs) return { recordIds: [], isWhole: false }
    before = last.id
  }
}
