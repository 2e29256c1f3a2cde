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
  /** The version that is looked at. */
  readonly version?: string
}

/** A link to the page that deletes, which a script shows over this one. */
export function DeleteLink(deletion: Deletion): VNode {
  return (
    <>
      <a class="danger" href={deletion.href} data-dialog="delete">
        Delete {deletion.kind}…
      </a>
      <dialog id="delete" aria-labelledby="delete-title">
        <h2 id="delete-title">Delete {deletion.name}?</h2>
        <DeleteForm {...deletion} />
      </dialog>
    </>
  )
}

/** Deletes once its name has been typed. */
export function DeleteForm({
  kind,
  name,
  href,
  version,
  back,
  state,
}: Deletion & {
  /** Where the page leads back to; a dialog is closed instead. */
  readonly back?: string
  readonly state?: FormState
}): VNode {
  return (
    <Form action={href} {...(state === undefined ? {} : { state })}>
      {version !== undefined && <input type="hidden" name="version" value={version} />}
      <p>This cannot be undone. What was sent to Segment stays there.</p>
      <TextField name="confirmation" label={`Type ${name} to delete it`} isRequired isCode />
      <FormActions>
        <button class="danger">Delete {kind}</button>
        {back === undefined ? (
          <button class="quiet" formMethod="dialog">
            Keep it
          </button>
        ) : (
          <a href={back}>Keep it</a>
        )}
      </FormActions>
    </Form>
  )
}
