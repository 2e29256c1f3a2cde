/** @jsxRuntime automatic @jsxImportSource preact */
import { refuseChangedItem } from '@sluice/operations/config/refuse-changed-item'
import type { DatabaseDeps, ItemDocument } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import type { VNode } from 'preact'
import { tellChanges } from './tell-changes.ts'
import { formatItemYaml } from './format-item-yaml.ts'

/** Says that an item was deleted while somebody typed, and how to go on with what was typed. */
export function DeletedNotice({
  message,
  typed,
  button,
}: {
  /** Who has deleted it, and when. */
  readonly message: string
  readonly typed: Pick<ItemDocument, 'kind' | 'id' | 'item'>
  /** The button that makes it again; null where the form is gone, too. */
  readonly button: string | null
}): VNode {
  return (
    <section class="verdict bad" role="alert" aria-label="Deleted meanwhile">
      <h2>Somebody else has deleted it meanwhile</h2>
      <p>{message}</p>
      <p>
        {button === null
          ? 'What you typed is here, and is saved nowhere.'
          : `What you typed is below. ${button} makes it again; what is secret has to be typed again.`}
      </p>
      <details open={button === null}>
        <summary>What you typed, as YAML</summary>
        <pre class="yaml" tabIndex={0} aria-label="What you typed">
          {formatItemYaml(typed)}
        </pre>
      </details>
    </section>
  )
}

/** Who has deleted an item that was seen in a version, and when. */
export async function describeDeletion(
  deps: DatabaseDeps,
  { kind, id, version }: Pick<ItemDocument, 'kind' | 'id' | 'version'>,
): Promise<string> {
  try {
    await refuseChangedItem(deps, { kind, id, seen: [version] })
    return ''
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return tellChanges(error)
  }
}
