import { formatSuggestion, type Source } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { SecretBox } from '@sluice/shared/secrets'
import { listModels, listSources } from '@sluice/shared/store'
import { openWarehouse } from '@sluice/warehouse/registry'
import type { DatabaseDeps } from '../deps.ts'
import { checkSource } from './check-source.ts'
import { isOk, type Check } from './check.ts'

/** What the looks at a source have shown. */
export interface SourceTest {
  readonly source: string
  /** False when a check has failed; a warning fails nothing. */
  readonly ok: boolean
  readonly checks: readonly Check[]
}

/**
 * Checks that a warehouse can be reached, that state may be kept there, and that its
 * models can be read; fails with `source_unknown`.
 */
export async function testSource(
  { db, secrets }: DatabaseDeps & { readonly secrets: SecretBox },
  { source: id }: { readonly source: string },
): Promise<SourceTest> {
  const source = findSource(await listSources(db, secrets), id)
  const models = (await listModels(db)).filter((model) => model.source === id)
  const checks = await checkSource(id, () => openWarehouse(source), models)
  return { source: id, ok: isOk(checks), checks }
}

function findSource(sources: readonly Source[], id: string): Source {
  const found = sources.find((source) => source.id === id)
  if (found !== undefined) return found
  const known = sources.map((source) => source.id)
  throw new SluiceError(
    'source_unknown',
    `there is no source ${id}${formatSuggestion(id, known)}: ${known.length === 0 ? 'apply a config first' : `the config has ${known.join(', ')}`}`,
    { subject: { kind: 'source', id } },
  )
}
