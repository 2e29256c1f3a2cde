import { formatSuggestion } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { listMappings, type Queryable } from '@sluice/shared/store'

/** Fails with `mapping_unknown`, and the name that was probably meant. */
export async function refuseUnknownMapping(db: Queryable, mapping: string): Promise<never> {
  const known = (await listMappings(db)).map(({ id }) => id)
  throw new SluiceError(
    'mapping_unknown',
    `there is no mapping ${mapping}${formatSuggestion(mapping, known)}`,
    {
      subject: { kind: 'mapping', id: mapping },
    },
  )
}
