import type { KeptChange, KeptRecord } from '../domain/index.ts'
import { decodeLetterDelta } from '../queues/index.ts'
import type { ByteBox, SecretBox } from '../secrets/index.ts'
import {
  listLetterContents,
  RECORD_LETTERS_LIMIT,
  type LetterContent,
  type Queryable,
} from '../store/index.ts'
import { readPastPages, type OpenedChunk } from './read-past-pages.ts'

/** What opens what is sealed of rows that were under way. */
export interface KeptDeps {
  readonly db: Queryable
  readonly secrets: SecretBox & ByteBox
}

/** How long somebody waits for it; what is kept of a mapping may be some hundred megabytes. */
export const LOOKING_LIMIT_MS = 20_000

/** What is written down of a record: its changes as syncs had them on their way, and what its dead letters hold. */
export async function readKeptRecord(
  deps: KeptDeps,
  { mapping, recordId }: { readonly mapping: string; readonly recordId: string },
  { signal, limitMs = LOOKING_LIMIT_MS }: { signal?: AbortSignal | undefined; limitMs?: number } = {},
): Promise<KeptRecord> {
  const endMs = performance.now() + limitMs
  const found = await listLetterContents(deps.db, deps.secrets, mapping, {
    recordId,
    before: null,
    limit: RECORD_LETTERS_LIMIT,
  })
  const letters = found.map((letter) => ({ id: letter.id, ...readLetterId(letter) }))
  const changes: KeptChange[] = []
  for await (const chunks of readPastPages(deps, mapping, recordId)) {
    signal?.throwIfAborted()
    changes.push(...chunks.flatMap((chunk) => listChanges(chunk, recordId)))
    if (performance.now() > endMs) return { changes, letters, isWhole: false }
  }
  return { changes, letters, isWhole: true }
}

/** The messageId that a letter's event has, or the digest of the row that its delta has. */
export function readLetterId({
  stage,
  payload,
}: Pick<LetterContent, 'stage' | 'payload'>): Pick<KeptRecord['letters'][number], 'messageId' | 'checksum'> {
  if (payload === null) return { messageId: null, checksum: null }
  try {
    switch (stage) {
      case 'extract':
        return { messageId: null, checksum: null }
      case 'map':
        return { messageId: null, checksum: decodeLetterDelta(payload).checksum }
      case 'send': {
        const { messageId } = JSON.parse(payload) as { readonly messageId?: unknown }
        return { messageId: typeof messageId === 'string' ? messageId : null, checksum: null }
      }
      default:
        return stage satisfies never
    }
  } catch {
    // Such a letter came from a row that nobody could read.
    return { messageId: null, checksum: null }
  }
}

function listChanges(chunk: OpenedChunk, recordId: string): readonly KeptChange[] {
  const { sync, epoch, settledAt, entries } = chunk
  return entries.flatMap(({ recordId: id, op, version, checksum }, index) =>
    id === recordId
      ? [
          {
            sync,
            epoch,
            op,
            version,
            checksum,
            end: findEnd(chunk, chunk.fromSeq + index),
            at: settledAt,
          },
        ]
      : [],
  )
}

function findEnd({ status, isKeptBack, isGoneOut, hasOldDead }: OpenedChunk, seq: number): KeptChange['end'] {
  switch (status) {
    case 'open':
      return 'on its way'
    case 'settled':
      return isKeptBack(seq) ? 'kept back' : hasOldDead ? 'delivered or dead' : 'delivered'
    case 'given up':
      return isGoneOut(seq) ? 'delivered' : 'in doubt'
    default:
      return status satisfies never
  }
}
