/** @jsxRuntime automatic @jsxImportSource preact */
import { view, type Page } from '../pages/page.ts'
import { readListQuery } from '../parts/pager.tsx'
import { Heading } from '../parts/section.tsx'
import { formatUtc } from '../time/instant.tsx'
import { Concerns } from './concerns.tsx'
import { LastHours } from './last-hours.tsx'
import { DestinationsTable } from './destinations-table.tsx'
import { FirstSteps } from './first-steps.tsx'
import { countConcerns, listConcerns } from './list-concerns.ts'
import { listSteps } from './list-steps.ts'
import { MappingsTable } from './mappings-table.tsx'
import { QueuesTable } from './queues-table.tsx'

const RENEW_AFTER_MS = 10_000

/** The start page: what is wrong, then every mapping, destination and queue. */
export const overviewPage: Page = {
  path: '/',
  async show({ deps, query, visitor, nowMs }) {
    const wanted = readListQuery(query)
    const overview = await deps.readOverview(wanted)
    const { control, queues } = overview
    const concerns = listConcerns(overview, nowMs)
    const total = countConcerns(overview, concerns)
    const isSetUp = control === null || listSteps(control).every(({ isDone }) => isDone)
    return view(
      total === 0 ? 'All is well' : `${total.toLocaleString('en-US')} to look at`,
      <>
        <Heading title="Overview">
          <a href=".">Refresh</a>
        </Heading>
        <p class="alert" id="stale" role="status" hidden>
          The console does not answer. This is how things stood at {formatUtc(new Date(nowMs).toISOString())}.
        </p>
        {isSetUp && <Concerns concerns={concerns} total={total} />}
        {control !== null && (
          <FirstSteps control={control} isOperator={visitor.account.role === 'operator'} />
        )}
        {!isSetUp && concerns.length > 0 && <Concerns concerns={concerns} total={total} />}
        {control !== null && <LastHours hours={control.hours} />}
        {control !== null && <MappingsTable standing={control} query={wanted} nowMs={nowMs} />}
        {control !== null && <DestinationsTable status={control} nowMs={nowMs} />}
        {queues !== null && <QueuesTable queues={queues} />}
      </>,
      // Whatever watches this page learns from the status that a server is away.
      { renewAfterMs: RENEW_AFTER_MS, status: control === null || queues === null ? 503 : 200 },
    )
  },
}
