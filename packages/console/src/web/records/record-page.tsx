/** @jsxRuntime automatic @jsxImportSource preact */
import { tellRecord, type RecordDocument, type TellRecordInput } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { listMappingIds } from '@sluice/shared/store'
import type { VNode } from 'preact'
import { readAsking } from '../config/read-asking.ts'
import { view, type Page, type Visit } from '../pages/page.ts'
import { Filters, TextFilter, readFilter } from '../parts/filters.tsx'
import { Empty, Heading } from '../parts/section.tsx'
import { MappingChoice } from './mapping-choice.tsx'
import { Story } from './story.tsx'

/** So many mappings are listed, or suggested to who types; of more, one is typed unaided. */
const MAPPINGS_LIMIT = 1_000

/** Where one record stands, and what became of each of its versions: by an id of whatever kind, or by a dead letter. */
export const recordPage: Page = {
  path: '/records',
  async show(visit) {
    const { deps, query, nowMs, signal } = visit
    const mappings = await listMappingIds(deps.db, MAPPINGS_LIMIT)
    const asked = {
      mapping: readFilter(query, 'mapping') || (mappings.length === 1 ? (mappings[0] ?? '') : ''),
      id: readFilter(query, 'id'),
      letter: readFilter(query, 'letter'),
    }
    const input: TellRecordInput | null =
      asked.letter !== ''
        ? { letter: asked.letter, signal }
        : asked.mapping !== '' && asked.id !== ''
          ? { mapping: asked.mapping, id: asked.id, signal }
          : null
    const found = input === null ? null : await look(visit, input)
    const story = found instanceof SluiceError ? null : found
    return view(
      'Record',
      <>
        <Heading title="Record" />
        <Filters action="records" button="Look up">
          <MappingChoice ids={mappings} value={story?.mapping ?? asked.mapping} />
          <TextFilter name="id" label="Record ID" value={asked.id || (story?.recordId ?? '')} />
        </Filters>
        {found === null && (
          <Empty>
            The id of a record, of its user as the mapping has it, or the messageId of an event tells what
            became of it.
          </Empty>
        )}
        {found instanceof SluiceError && <Nowhere error={found} />}
        {story !== null && <Story story={story} nowMs={nowMs} />}
      </>,
      found instanceof SluiceError ? { status: 404 } : {},
    )
  },
}

/** The story, or what says that nobody knows it. */
async function look(visit: Visit, input: TellRecordInput): Promise<RecordDocument | SluiceError> {
  try {
    return await tellRecord(visit.deps, input, readAsking(visit))
  } catch (error) {
    if (error instanceof SluiceError && NOWHERE.has(error.code)) return error
    throw error
  }
}

const NOWHERE: ReadonlySet<string> = new Set(['record_unknown', 'mapping_unknown', 'letter_unknown'])

function Nowhere({ error: { code, lines } }: { readonly error: SluiceError }): VNode {
  const [first = '', ...places] = lines
  return (
    <div class="verdict bad" role="alert">
      <h2>Not found</h2>
      <p>{first}.</p>
      {places.length > 0 && (
        <ul>
          {places.map((place) => (
            <li key={place}>{place}</li>
          ))}
        </ul>
      )}
      {code === 'record_unknown' && (
        <p>Try another mapping of the same model, or the identifier as it stands in a row of the model.</p>
      )}
    </div>
  )
}
