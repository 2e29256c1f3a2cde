import { isOk, type AskedSource, type Check, type Source } from '@sluice/shared/domain'
import { listModels } from '@sluice/shared/store'
import type { AskDeps, TypedItem } from '../ask/ask-deps.ts'
import { readTypedItem } from '../ask/read-typed-item.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'
import { listMistakeChecks } from './list-mistake-checks.ts'

/** What the looks at a source have shown. */
export interface SourceTest {
  readonly source: string
  /** False when a check has failed; a warning fails nothing. */
  readonly ok: boolean
  readonly checks: readonly Check[]
}

/** A source of the config, or one that is not saved yet. */
export type TestSourceInput = ({ readonly source: string } | TypedItem) & {
  readonly signal?: AbortSignal | undefined
}

/**
 * Checks that a warehouse can be reached, that state may be kept there, and that its models can be read; what is wrong
 * with an item is a check that has failed. Fails with `source_unknown`, and for viewers with `operator_needed`.
 */
export async function testSource(
  deps: AskDeps,
  input: TestSourceInput,
  visitor: Visitor,
): Promise<SourceTest> {
  const { signal } = input
  if (!('item' in input)) return inspect(deps, input.source, { id: input.source }, visitor, signal)
  refuseViewer(visitor, 'testing a source that is not saved')
  const read = await readTypedItem(deps, 'source', input.item)
  if ('mistakes' in read) return { source: '', ok: false, checks: listMistakeChecks(read.mistakes) }
  const typed: Source = read.value
  return inspect(deps, typed.id, { typed }, visitor, signal)
}

async function inspect(
  { db, asker }: AskDeps,
  id: string,
  source: AskedSource,
  visitor: Visitor,
  signal: AbortSignal | undefined,
): Promise<SourceTest> {
  const models = (await listModels(db)).filter((model) => model.source === id)
  const { checks } = await asker.ask({ kind: 'inspect', source, models }, { visitor, look: null, signal })
  return { source: id, ok: isOk(checks), checks }
}
