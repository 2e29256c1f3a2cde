import { formatSuggestion } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { SecretBox } from '@sluice/shared/secrets'
import { listModels, listSources, readSource, type Queryable } from '@sluice/shared/store'
import { openWarehouse } from '@sluice/warehouse/registry'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
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
  const source = (await readSource(db, secrets, id)) ?? (await refuseUnknownSource(db, id))
  const models = (await listModels(db)).filter((model) => model.source === id)
  const checks = await checkSource(id, () => openWarehouse(source), models)
  return { source: id, ok: isOk(checks), checks }
}

async function refuseUnknownSource(db: Queryable, id: string): Promise<never> {
  const known = (await listSources(db, CLOSED_SECRETS)).map((source) => source.id)
  throw new SluiceError(
    'source_unknown',
    `there is no source ${id}${formatSuggestion(id, known)}: ${known.length === 0 ? 'apply a config first' : `the config has ${known.join(', ')}`}`,
    { subject: { kind: 'source', id } },
  )
}
