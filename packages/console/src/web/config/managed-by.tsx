/** @jsxRuntime automatic @jsxImportSource preact */
import type { ItemDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { formatItemYaml } from './format-item-yaml.ts'

/** Says that a file keeps an item, and how to go on with it here or there. */
export function ManagedByFile({
  document,
  href,
  isOperator,
}: {
  readonly document: ItemDocument
  /** The page that takes it over. */
  readonly href: string
  readonly isOperator: boolean
}): VNode {
  return (
    <section class="card notice" aria-label="Kept in a file">
      <p>
        This is kept in sluice.yaml, and can be changed there.{' '}
        {isOperator && 'Take it over to change it here: the file no longer changes it then.'}
      </p>
      <div class="actions">
        <button type="button" class="quiet" data-copies="yaml" hidden>
          Copy as YAML
        </button>
        {isOperator && (
          <form method="post" action={href}>
            <button class="quiet">Take over</button>
          </form>
        )}
        <details>
          <summary>As YAML</summary>
          <pre id="yaml" class="code" tabIndex={0}>
            {formatItemYaml(document)}
          </pre>
        </details>
      </div>
    </section>
  )
}
