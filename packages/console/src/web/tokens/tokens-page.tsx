/** @jsxRuntime automatic @jsxImportSource preact */
import { createToken, listTokens, type CreatedTokenDocument } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import type { VNode } from 'preact'
import { view, type Page, type View, type Visit } from '../pages/page.ts'
import { Form, FormActions, type FormState } from '../parts/form.tsx'
import { Empty, Heading, Section } from '../parts/section.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { TextField } from '../parts/text-field.tsx'
import { Instant } from '../time/instant.tsx'
import { findRevokePath } from './find-revoke-path.ts'

const ROLES = [
  { value: 'viewer', text: 'Viewer: reads' },
  { value: 'operator', text: 'Operator: reads, orders and changes' },
] as const

/** The tokens that programs get in with, and a form for one more, which is shown once. */
export const tokensPage: Page = {
  path: '/tokens',
  show: (visit) => showTokens(visit, { values: { role: 'viewer' }, issues: {} }, null),
  async act(submission) {
    const { deps, form, actor } = submission
    const name = (form.get('name') ?? '').trim()
    const role = ROLES.find(({ value }) => value === form.get('role'))?.value ?? 'viewer'
    try {
      return await showTokens(
        submission,
        { values: { role: 'viewer' }, issues: {} },
        await createToken(deps, { name, role }, actor),
      )
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      if (error.code !== 'usage_invalid' && error.code !== 'token_exists') throw error
      return showTokens(submission, { values: { name, role }, issues: { name: error.message } }, null)
    }
  },
}

async function showTokens(
  { deps, visitor, nowMs }: Visit,
  state: FormState,
  made: CreatedTokenDocument | null,
): Promise<View> {
  const tokens = await listTokens(deps)
  const isOperator = visitor.account.role === 'operator'
  return view(
    'API tokens',
    <>
      <Heading title="API tokens" />
      <p>
        A program gets in with <code>Authorization: Bearer slc_…</code>, and the audit log names its token.
      </p>
      {made !== null && <Made {...made} />}
      {tokens.length === 0 ? (
        <Empty>No program has a token yet.</Empty>
      ) : (
        <Table
          name="API tokens"
          columns={['Name', 'Role', 'Made by', 'Made', 'Last used', 'State']}
          rows={tokens.map(({ name, role, createdBy, createdAt, lastUsedAt, revokedAt }) => [
            name,
            role,
            createdBy,
            <Instant at={createdAt} nowMs={nowMs} />,
            lastUsedAt === null ? 'never' : <Instant at={lastUsedAt} nowMs={nowMs} />,
            revokedAt !== null ? (
              <Tag>revoked</Tag>
            ) : isOperator ? (
              <a class="danger" href={findRevokePath(name)}>
                Revoke…
              </a>
            ) : (
              <Tag mood="good">in use</Tag>
            ),
          ])}
        />
      )}
      {isOperator && (
        <Section title="One more">
          <Form action="tokens" state={state}>
            <TextField name="name" label="Name" hint="What it is for: airflow, ci" isRequired isCode />
            <SelectField name="role" label="Role" choices={ROLES} />
            <FormActions>
              <button>Create token</button>
            </FormActions>
          </Form>
        </Section>
      )}
    </>,
  )
}

/** A token that was just made: this is the one time that anybody sees it. */
function Made({ name, token }: CreatedTokenDocument): VNode {
  return (
    <div class="verdict good" role="status">
      <p>The token {name}. Copy it now: it is shown this once, and kept nowhere.</p>
      <p>
        <code class="shown-once">{token}</code>
      </p>
    </div>
  )
}
