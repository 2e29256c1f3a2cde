/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Form, FormActions, type FormState } from './form.tsx'
import { TextField } from './text-field.tsx'

/** What is to be deleted, and the page that does it. */
export interface Deletion {
  /** `source` */
  readonly kind: string
  readonly name: string
  /** Relative to where the console stands: `sources/warehouse/delete`. */
  readonly href: string
}

/** A link to the page that deletes, which a script shows over this one. */
export function DeleteLink({ kind, name, href }: Deletion): VNode {
  return (
    <>
      <a class="danger" href={href} data-dialog="delete">
        Delete {kind}…
      </a>
      <dialog id="delete" aria-labelledby="delete-title">
        <h2 id="delete-title">Delete {name}?</h2>
        <DeleteForm kind={kind} name={name} href={href} isOver />
      </dialog>
    </>
  )
}

/** Deletes once its name has been typed. */
export function DeleteForm({
  kind,
  name,
  href,
  state,
  isOver = false,
}: Deletion & { readonly state?: FormState; readonly isOver?: boolean }): VNode {
  return (
    <Form action={href} {...(state === undefined ? {} : { state })}>
      <p>This cannot be undone.</p>
      <TextField name="confirmation" label={`Type ${name} to delete it`} isRequired isCode />
      <FormActions>
        <button class="danger">Delete {kind}</button>
        {isOver ? (
          <button class="quiet" type="submit" formMethod="dialog" formNoValidate>
            Keep it
          </button>
        ) : (
          <a href={href.slice(0, href.lastIndexOf('/'))}>Keep it</a>
        )}
      </FormActions>
    </Form>
  )
}
