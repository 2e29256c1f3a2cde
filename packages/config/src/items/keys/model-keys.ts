import type { Model } from '@sluice/shared/domain'
import { plainKey, type KeysOf } from './key.ts'
import { createText, id, text } from './values.ts'

/** One column: of several the query makes one. */
const identifier = createText(({ input }) =>
  Array.isArray(input)
    ? "must be one column, and not a list of them: have the query make one of them, such as order_id || '-' || line as id"
    : 'must be text',
)

/** The keys of a model. */
export const MODEL_KEYS: KeysOf<Model> = {
  id: plainKey('id', id.describe('Name of the model, unique among models.')),
  source: plainKey('source', text.describe('Id of the source to query.')),
  identifier: plainKey(
    'identifier',
    identifier.describe('Column of the result that tells one row from another.'),
  ),
  query: plainKey('query', text.describe('One SQL query without a semicolon.')),
}
