/** @jsxRuntime automatic @jsxImportSource preact */
import { listDeadLetterCauses, listDeadLetters } from '@sluice/operations'
import { DEAD_LETTER_STATUSES } from '@sluice/shared/domain'
import { view, type Page } from '../pages/page.ts'
import { ChoiceFilter, Filters, OlderPager, TextFilter, cutOlder } from '../parts/filters.tsx'
import { PAGE_ROWS } from '../parts/pager.tsx'
import { Empty, Heading, Section } from '../parts/section.tsx'
import { CausesTable } from './causes-table.tsx'
import { LetterOrders } from './letter-orders.tsx'
import { LettersTable } from './letters-table.tsx'
import { findLettersPath, parseScope, readScope, writeScope } from './letter-scope.ts'

/** What rows did not arrive, grouped by cause, and what can be done about it. */
export const deadLettersPage: Page = {
  path: '/dead-letters',
  async show({ deps, query, visitor, nowMs }) {
    const scope = readScope(query)
    const asked = query.get('status') ?? 'open'
    const status = DEAD_LETTER_STATUSES.find((each) => each === asked)
    const before = /^\d{1,18}$/.test(query.get('before') ?? '') ? (query.get('before') ?? '') : ''
    const filter = { ...parseScope(scope), ...(status === undefined ? {} : { status }) }
    const [causes, found] = await Promise.all([
      listDeadLetterCauses(deps, filter),
      listDeadLetters(
        { ...deps, secrets: null },
        { ...filter, ...(before === '' ? {} : { before }), limit: PAGE_ROWS + 1 },
      ),
    ])
    const { shown, next } = cutOlder(found, PAGE_ROWS, ({ id }) => id)
    const isOperator = visitor.account.role === 'operator'
    const open = causes.reduce((sum, cause) => sum + cause.open, 0)
    const { mapping = '', sync = '', ...rest } = writeScope(scope)
    const isOneCause = rest['reason'] !== undefined
    return view(
      'Dead letters',
      <>
        <Heading title="Dead letters">
          {isOperator && causes.length > 1 && open > 0 && (
            <LetterOrders scope={scope} suffix={` all ${open.toLocaleString('en-US')}`} />
          )}
        </Heading>
        <Filters action="dead-letters">
          <TextFilter name="mapping" label="Mapping" value={mapping} />
          <TextFilter name="sync" label="Sync" value={sync} />
          <ChoiceFilter
            name="status"
            label="State"
            value={status ?? 'all'}
            choices={[...DEAD_LETTER_STATUSES, 'all'].map((value) => ({ value, text: value }))}
          />
        </Filters>
        {isOneCause && (
          <p>
            Of one cause. <a href={findLettersPath({ mapping })}>Show every cause of {mapping}</a>
          </p>
        )}
        {shown.length === 0 ? (
          <Empty>
            {Object.keys(scope).length === 0 && status === 'open'
              ? 'No dead letter is open: every row that had changed has arrived, or somebody has decided about it.'
              : 'No dead letter is like that. '}
            {(Object.keys(scope).length > 0 || status !== 'open') && (
              <a href="dead-letters">Show all that are open</a>
            )}
          </Empty>
        ) : (
          <>
            <CausesTable
              title="By cause"
              causes={causes}
              scope={scope}
              isOperator={isOperator}
              nowMs={nowMs}
            />
            <Section title="Newest first">
              <LettersTable letters={shown} nowMs={nowMs} />
            </Section>
          </>
        )}
        <OlderPager
          action="dead-letters"
          filters={{ ...writeScope(scope), status: status ?? 'all' }}
          before={before}
          next={next}
        />
      </>,
    )
  },
}
