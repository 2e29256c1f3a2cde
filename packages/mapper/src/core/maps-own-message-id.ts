import type { Json } from '@sluice/shared/domain'
import { isMappingObject } from './language/json-value.ts'
import type { MappingConfig } from './mapping-config.ts'

const GIVEN_PATHS: ReadonlySet<Json | undefined> = new Set(['$.messageId', 'messageId'])

/** True where a mapping may give its events another messageId than that of their delta: nobody can compute it again. */
export function mapsOwnMessageId({ fields }: Pick<MappingConfig, 'fields'>): boolean {
  if (!isMappingObject(fields)) return true
  // A directive in the place of the fields gives whatever it gives.
  if (Object.keys(fields).some((name) => name.startsWith('@') || name.startsWith('__segment'))) return true
  const said = fields['message_id']
  return said !== undefined && !(isMappingObject(said) && GIVEN_PATHS.has(said['@path']))
}
