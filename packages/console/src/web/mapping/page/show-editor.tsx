/** @jsxRuntime automatic @jsxImportSource preact */
import type { ItemDocument, MappingStatus } from '@sluice/operations'
import type { VNode } from 'preact'
import { Island } from '../../islands/island.tsx'
import { view, type View } from '../../pages/page.ts'
import { CARRIED } from '../../config/carried.ts'
import { ManagedByFile } from '../../config/managed-by.tsx'
import { DeleteLink } from '../../parts/delete-by-name.tsx'
import { Form, FormActions } from '../../parts/form.tsx'
import { Heading } from '../../parts/section.tsx'
import { Switch } from '../../parts/switch.tsx'
import { Standing } from '../../syncs/standing.tsx'
import { findMappingSyncsPath } from '../../syncs/sync-links.tsx'
import { MappingEditor } from '../editor/mapping-editor.tsx'
import type { FormAction } from '../fields/list-fields.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import type { MappingItem } from '../form/write-form.ts'
import type { Look } from '../look/look.ts'
import type { Suggested } from '../suggest/suggested.ts'
import { NoticePart, type Notice } from './notice.tsx'

/** A mapping that somebody looks at or changes. */
export interface Editing {
  readonly destination: string
  /** As it stands; null for one that is to be added. */
  readonly known: ItemDocument | null
  readonly form: MappingForm
  readonly look: Look
  readonly actions: readonly FormAction[]
  readonly models: readonly string[]
  readonly notice?: Notice | undefined
  /** How it stands; null for one that is to be added. */
  readonly standing: MappingStatus | null
  readonly nowMs: number
  /** Whoever is none may look at it, and at no row. */
  readonly isOperator: boolean
  /** True where what stands in the form is not what is saved. */
  readonly isTyped?: boolean
  /** What has just been suggested, where a form asked for it without a script. */
  readonly suggested?: Suggested | null
  /** What was seen before something was typed; what stands there now, if absent. */
  readonly seen?: { readonly item: MappingItem; readonly version: string | null } | undefined
  readonly status?: number
}

/** The page on which a mapping is added or changed. */
export function showEditor(editing: Editing): View {
  const { known, status = 200 } = editing
  return view(known?.id ?? 'Add mapping', <EditorPage {...editing} />, { status })
}

function EditorPage({
  destination,
  known,
  notice,
  standing,
  nowMs,
  isOperator,
  isTyped = false,
  seen,
  look,
  suggested = null,
  ...rest
}: Editing): VNode {
  const list = `destinations/${encodeURIComponent(destination)}/mappings`
  const href = known === null ? `${list}/new` : `mappings/${encodeURIComponent(known.id)}`
  const isNew = known === null
  const { item: seenItem, version } = seen ?? known ?? {}
  const isFile = known?.managedBy === 'file'
  const isReadOnly = isFile || !isOperator
  return (
    <>
      <Heading title={known?.id ?? 'Add mapping'} back={{ href: list, text: `Mappings of ${destination}` }}>
        {known !== null && (
          <>
            <Switch
              action={`${href}/enable`}
              label={`Enable ${known.id}`}
              isOn={known.item['enabled'] !== false}
              isDisabled={!isOperator}
            />
            <a href={findMappingSyncsPath(known.id)}>Syncs</a>
          </>
        )}
      </Heading>
      {standing !== null && <Standing status={standing} nowMs={nowMs} />}
      {isFile && <ManagedByFile document={known} href={`${href}/take-over`} isOperator={isOperator} />}
      <Form
        action={href}
        state={{ values: {}, issues: look.issues }}
        isTyped={isTyped}
        label="Mapping"
        head={notice !== undefined && <NoticePart notice={notice} href={href} />}
        actions={
          isOperator && (
            <FormActions>
              {!isFile && (
                <button name="intent" value="save">
                  {isNew ? 'Create mapping' : 'Save'}
                </button>
              )}
              <button class="quiet" name="intent" value="test">
                Test mapping
              </button>
            </FormActions>
          )
        }
      >
        {known !== null && <input type="hidden" name="version" value={version ?? known.version} />}
        {seenItem !== undefined && (
          <input type="hidden" name={CARRIED.seen} value={JSON.stringify(seenItem)} />
        )}
        <Island
          name="mapping-editor"
          of={MappingEditor}
          props={{ ...pick(rest), look, suggested, isNew, canLook: isOperator, isReadOnly }}
        />
      </Form>
      {known !== null && !isReadOnly && (
        <p class="last">
          <DeleteLink kind="mapping" name={known.id} href={`${href}/delete`} version={known.version} />
        </p>
      )}
    </>
  )
}

function pick({ form, actions, models }: Pick<Editing, 'form' | 'actions' | 'models'>) {
  return { form, actions, models }
}
