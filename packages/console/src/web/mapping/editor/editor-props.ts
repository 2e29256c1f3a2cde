import type { FormAction } from '../fields/list-fields.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import type { Look } from '../look/look.ts'

/** What the editor begins with. */
export interface EditorProps {
  readonly form: MappingForm
  readonly actions: readonly FormAction[]
  /** Ids of models whose rows may be sent to the destination. */
  readonly models: readonly string[]
  readonly look: Look
  /** A mapping keeps the name that it was created with. */
  readonly isNew: boolean
  /** False for whoever may not see rows. */
  readonly canLook: boolean
  readonly isReadOnly: boolean
}
