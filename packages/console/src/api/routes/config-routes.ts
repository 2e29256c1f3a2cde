import { SECTION_PATHS, type ResourceKind } from '@sluice/config'
import type { ItemDocument, SaveItemResult } from '@sluice/operations'
import { listItems } from '@sluice/operations/config/list-items'
import { readItem } from '@sluice/operations/config/read-item'
import { removeItem } from '@sluice/operations/config/remove-item'
import { saveItem } from '@sluice/operations/config/save-item'
import { z } from 'zod'
import { linkNext } from '../link-next.ts'
import { toJsonSchema, type JsonSchema } from '../openapi/shape.ts'
import { createItemError, formatMistakes } from '../problem.ts'
import { route, type Answer, type Route } from '../route.ts'
import { EFFECT, ISSUE } from '../schemas/documents.ts'
import { createItemShape, omitBeside } from '../schemas/item-shape.ts'
import { flag, itemParams, paging, readLimit, text } from '../schemas/parameters.ts'

const SAVING = {
  take_over: flag.describe('Takes over what a file keeps.'),
  resend: flag.describe(
    'The next sync of a mapping, or of each mapping of a destination, sends every record again.',
  ),
  dry_run: flag.describe('Tells what it would do, and does nothing.'),
}

const CHANGE: JsonSchema = toJsonSchema(
  z.object({
    outcome: z.enum(['created', 'updated', 'unchanged']),
    changed: z.array(z.string()),
    effects: z.array(EFFECT),
    warnings: z.array(ISSUE),
  }),
  'output',
)

/** The routes of one kind of item. */
export function createConfigRoutes(kind: ResourceKind): readonly Route[] {
  const list = `/${SECTION_PATHS[kind].join('/')}`
  const one = `${list}/{id}`
  const item = createItemShape(kind)
  const saved = { anyOf: [item, CHANGE] }
  const guards = ({ id }: { readonly id: string }) => ({ kind, id })
  return [
    route({
      method: 'get',
      path: list,
      summary: `Lists ${kind}s, in the order of their ids.`,
      role: 'viewer',
      params: null,
      query: z.strictObject({
        ...paging,
        search: text.optional().describe('What the id holds somewhere.'),
        source: text.optional(),
        model: text.optional(),
        destination: text.optional(),
      }),
      body: null,
      answers: {
        200: {
          description: 'A page.',
          headers: ['Link'],
          shape: {
            type: 'object',
            properties: {
              items: { type: 'array', items: item },
              total: { type: 'integer' },
              next: { type: ['string', 'null'] },
            },
            required: ['items', 'total', 'next'],
            additionalProperties: false,
          },
        },
      },
      run: async (deps, { query, base }) => {
        const page = await listItems(deps, { ...query, kind, limit: readLimit(query) })
        const body = { items: page.items.map(formatItem), total: page.total, next: page.next }
        return { status: 200, body, headers: linkNext(`${base}${list}`, query, page.next) }
      },
    }),
    route({
      method: 'post',
      path: list,
      summary: `Adds a ${kind}.`,
      role: 'operator',
      params: null,
      query: z.strictObject(SAVING),
      body: z.unknown(),
      bodyShape: item,
      isRepeatable: true,
      answers: {
        201: { description: 'It was added.', shape: saved, headers: ['ETag', 'Location'] },
        200: { description: 'What a dry run would do.', shape: saved },
      },
      run: async (deps, { query, body, visitor, base }) => {
        const id = readId(body)
        const asked = { kind, id, item: omitBeside(body), seen: null, ...readSaving(query) }
        return answerSaved(await saveItem(deps, asked, visitor.actor), 201, `${base}${list}/`)
      },
    }),
    route({
      method: 'get',
      path: one,
      summary: `Reads a ${kind}; secrets read \`{"set": true}\`.`,
      role: 'viewer',
      params: itemParams,
      query: null,
      body: null,
      answers: { 200: { description: 'As it may be put back.', shape: item, headers: ['ETag'] } },
      run: async (deps, { params: { id } }) => {
        const document = await readItem(deps, { kind, id })
        return { status: 200, body: formatItem(document), headers: { etag: `"${document.version}"` } }
      },
    }),
    route({
      method: 'put',
      path: one,
      summary: `Changes a ${kind}.`,
      role: 'operator',
      params: itemParams,
      query: z.strictObject(SAVING),
      body: z.unknown(),
      bodyShape: item,
      guards,
      answers: {
        200: { description: 'As it is now, or what a dry run would do.', shape: saved, headers: ['ETag'] },
      },
      run: async (deps, { params: { id }, query, body, seen, visitor }) => {
        const asked = { kind, id, item: omitBeside(body), seen, ...readSaving(query) }
        return answerSaved(await saveItem(deps, asked, visitor.actor), 200, null)
      },
    }),
    route({
      method: 'delete',
      path: one,
      summary: `Removes a ${kind}.`,
      role: 'operator',
      params: itemParams,
      query: z.strictObject({ take_over: SAVING.take_over }),
      body: null,
      guards,
      answers: { 204: { description: 'It is gone.', shape: null } },
      run: async (deps, { params: { id }, query, seen, visitor }) => {
        await removeItem(deps, { kind, id, seen, takeOver: query.take_over }, visitor.actor)
        return { status: 204 }
      },
    }),
  ]
}

function readSaving({
  take_over,
  resend,
  dry_run,
}: { readonly [Name in keyof typeof SAVING]?: boolean | undefined }) {
  return { takeOver: take_over, resend, dryRun: dry_run }
}

/** `place` is where a new one stands. */
function answerSaved(result: SaveItemResult, status: number, place: string | null): Answer {
  if (!result.ok) throw createItemError(result.mistakes)
  const warnings = formatMistakes(result.warnings)
  const { document, outcome, changed, effects } = result
  if (document === null) return { status: 200, body: { outcome, changed, effects, warnings } }
  const { id, version } = document
  const location = place === null ? {} : { location: `${place}${id}` }
  return {
    status,
    body: { ...formatItem(document), warnings },
    headers: { etag: `"${version}"`, ...location },
  }
}

function formatItem({ item, managedBy, version }: ItemDocument): object {
  return { ...item, managed_by: managedBy, version }
}

function readId(body: unknown): string {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : null
  return typeof id === 'string' ? id : ''
}
