import type { FormAction } from '../fields/list-fields.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import type { Look } from '../look/look.ts'
import type { Suggested } from '../suggest/suggested.ts'

/** What the editor begins with. */
export interface EditorProps {
  readonly form: MappingForm
  readonly actions: readonly FormAction[]
  /** Ids of models whose rows may be sent to the destination. */
  readonly models: readonly string[]
  readonly look: Look
  /** What has just been suggested without a script; null for nothing. */
  readonly suggested: Suggested | null
  /** A mapping keeps the name that it was created with. */
  readonly isNew: boolean
  /** False for whoever may not see rows. */
  readonly canLook: boolean
  readonly isReadOnly: boolean
}
