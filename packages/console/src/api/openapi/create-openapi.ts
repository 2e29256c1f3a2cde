import { SESSION_COOKIE } from '../../access/session-cookie.ts'
import { VERSION } from '@sluice/shared/runtime'
import type { DescribedAnswer, Route } from '../route.ts'
import { NAMED_SHAPES, nameShapes } from './name-shapes.ts'
import { toJsonSchema, type JsonSchema } from './shape.ts'

/** What every route may be answered with beside its own. */
const PROBLEMS: Readonly<Record<string, string>> = {
  '400': 'The request cannot be read.',
  '401': 'Nobody known asks.',
  '403': 'This needs the role operator, or comes from another site.',
  '404': 'There is no such thing.',
  '409': 'It cannot be so as things stand: something runs, is in use, is there already or has ended.',
  '412': 'It has been changed since it was seen.',
  '413': 'The body is larger than 1 MB.',
  '415': 'The body is not JSON.',
  '422': 'What is asked for is not right; `issues` say where.',
  '428': 'If-Match is missing.',
  '429': 'Too many requests: wait as long as Retry-After says.',
  '503': 'A server or a worker does not answer.',
}

const DESCRIPTION = `Sets up and watches Sluice: sources, models, destinations and mappings in the words of sluice.yaml, syncs, dead letters.
Sign in with a token (\`sluice tokens create\`), with HTTP Basic, or as the console's own pages do.`

/** The OpenAPI 3.1 document of some routes. */
export function createOpenApi(routes: readonly Route[]): JsonSchema {
  const paths = new Map<string, Record<string, JsonSchema>>()
  for (const route of routes) {
    const place = paths.get(route.path) ?? {}
    place[route.method] = describeRoute(route)
    paths.set(route.path, place)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version: VERSION,
      description: DESCRIPTION.replaceAll('\n', ' '),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '.' }],
    security: [{ token: [] }, { basic: [] }, { session: [] }],
    paths: nameShapes(Object.fromEntries(paths)),
    components: {
      schemas: Object.fromEntries(NAMED_SHAPES.map(([name, schema]) => [name, schema])),
      responses: describeProblems(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token, `slc_…`.' },
        basic: { type: 'http', scheme: 'basic', description: 'An account of the console.' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
    },
  }
}

function describeProblems(): JsonSchema {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, description]) => [`Problem${status}`, { description, content }]),
  )
}

function describeRoute(route: Route): JsonSchema {
  const { method, path, summary, role, answers } = route
  const problems = Object.keys(PROBLEMS).map((status) => [
    status,
    { $ref: `#/components/responses/Problem${status}` },
  ])
  const own = Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)])
  return {
    operationId: `${method} ${path}`
      .replaceAll(/[^a-z]+([a-z])/gi, (_all, letter: string) => letter.toUpperCase())
      .replaceAll(/\W/g, ''),
    summary,
    description: role === 'operator' ? 'Needs the role operator.' : 'For viewers, too.',
    parameters: listParameters(route),
    ...describeBody(route),
    responses: Object.fromEntries([...own, ...problems]),
  }
}

function describeAnswer({ description, shape, headers = [] }: DescribedAnswer): JsonSchema {
  const told = headers.map((name) => [name, { schema: { type: 'string' } }])
  return {
    description,
    ...(told.length === 0 ? {} : { headers: Object.fromEntries(told) }),
    ...(shape === null ? {} : { content: { 'application/json': { schema: toJsonSchema(shape, 'output') } } }),
  }
}

function describeBody({ body, bodyShape }: Route): JsonSchema {
  if (body === null) return {}
  const schema = bodyShape ?? toJsonSchema(body, 'input')
  const required = !body.safeParse(undefined).success || bodyShape !== undefined
  return { requestBody: { required, content: { 'application/json': { schema } } } }
}

function listParameters({ params, query, guards, isRepeatable }: Route): readonly JsonSchema[] {
  const header = (name: string, required: boolean, description: string): JsonSchema => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  })
  return [
    ...(params === null ? [] : listProperties('path', toJsonSchema(params, 'input'))),
    ...(query === null ? [] : listProperties('query', toJsonSchema(query, 'input'))),
    ...(guards === undefined ? [] : [header('If-Match', true, 'The ETag of the version that was seen.')]),
    ...(isRepeatable === true
      ? [
          header(
            'Idempotency-Key',
            false,
            'An order that comes again under it within a day is carried out once.',
          ),
        ]
      : []),
  ]
}

function listProperties(place: 'path' | 'query', schema: JsonSchema): readonly JsonSchema[] {
  const required = (schema['required'] as readonly string[] | undefined) ?? []
  return Object.entries(schema['properties'] as Record<string, JsonSchema>).map(
    ([name, { description, ...property }]) => ({
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: property,
    }),
  )
}
