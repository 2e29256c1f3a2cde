/** @jsxRuntime automatic @jsxImportSource preact */
import type { WrittenItem } from '@sluice/config'
import type { ItemDocument } from '@sluice/operations'
import type { ComponentChildren, VNode } from 'preact'
import { Form, FormActions } from '../parts/form.tsx'
import { CARRIED } from './carried.ts'
import type { ItemForm, ItemKind } from './item-kind.ts'

/** The form of an item that is new (`document` null) or saved, with the question about it and its answer. */
export function ItemFormView<Context>({
  kind,
  form,
  document,
  seen = null,
  action,
  canAsk,
  above,
  answer = null,
}: {
  readonly kind: ItemKind<Context>
  readonly form: ItemForm<Context>
  readonly document: ItemDocument | null
  /** What was seen before something was typed. */
  readonly seen?: WrittenItem | null
  readonly action: string
  readonly canAsk: boolean
  /** At the top of the form: what is asked before it goes on. */
  readonly above?: ComponentChildren
  readonly answer?: ComponentChildren
}): VNode {
  const { question } = kind
  return (
    <Form
      action={action}
      state={form}
      isReadOnly={!form.isOpen}
      actions={
        <>
          <FormActions>
            {form.isOpen && <button>{document === null ? `Add ${kind.kind}` : 'Save'}</button>}
            {canAsk && question !== undefined && (
              <button
                name="step"
                value="ask"
                class="quiet"
                data-renews={question.region}
                data-waiting={question.waiting}
              >
                {question.label}
              </button>
            )}
          </FormActions>
          {question !== undefined && (
            <section id={question.region} aria-live="polite" aria-label={question.title}>
              {answer}
            </section>
          )}
        </>
      }
    >
      {document !== null && <input type="hidden" name="version" value={document.version} />}
      {seen !== null && <input type="hidden" name={CARRIED.seen} value={JSON.stringify(seen)} />}
      {above}
      {kind.Fields(form)}
    </Form>
  )
}
