import { Ajv2020 } from 'ajv/dist/2020.js'
import type { AskApi } from './open-api.ts'

interface Described {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}

/** An OpenAPI document, as far as tests look into it. */
interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly requestBody?: Described; readonly responses: Readonly<Record<string, Described>> }
        >
      >
    >
  >
  readonly components: { readonly responses: Readonly<Record<string, Described>> }
}

/** What a console says of its API, and a way to ask that holds it to that. */
export interface Contract {
  readonly document: Document
  /** `get /syncs` of every route that has answered with what was asked for. */
  readonly answered: ReadonlySet<string>
  /** Fails where what went in or came out is not as the document says. */
  readonly ask: AskApi
}

/** Reads the document that a console serves. */
export async function openContract(ask: AskApi): Promise<Contract> {
  const document = (await ask('GET', '/openapi.json')).body as unknown as Document
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const answered = new Set<string>()

  const check = (what: string, described: Described | undefined, type: string, value: unknown): void => {
    const { $ref } = described ?? {}
    const { content } =
      ($ref === undefined ? described : document.components.responses[$ref.split('/').at(-1) ?? '']) ?? {}
    const schema = content?.[type]?.schema
    if (schema === undefined) throw new Error(`the document does not tell of ${what} as ${type}`)
    const validate = ajv.compile({ ...schema, components: document.components })
    if (!validate(value))
      throw new Error(`${what}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value)}`)
  }

  return {
    document,
    answered,
    ask: async (method, path, request = {}) => {
      const answer = await ask(method, path, request)
      const template = findTemplate(document, path)
      const operation = document.paths[template]?.[method.toLowerCase()]
      if (operation === undefined) throw new Error(`the document has no ${method} ${path}`)
      const what = `${method} ${path} ${answer.status}`
      const described = operation.responses[String(answer.status)]
      const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
      if (answer.text !== '') check(what, described, type, answer.body)
      else if (described === undefined) throw new Error(`the document does not tell of ${what}`)
      if (answer.status < 300) {
        answered.add(`${method.toLowerCase()} ${template}`)
        if (request.body !== undefined) check(what, operation.requestBody, 'application/json', request.body)
      }
      return answer
    },
  }
}

/** The path of the document that fits; one with a word before one with a name. */
function findTemplate({ paths }: Document, path: string): string {
  const asked = path.replace(/\?.*/, '')
  const fits = Object.keys(paths).filter((known) =>
    new RegExp(`^${known.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  )
  return fits.toSorted((left, right) => left.split('{').length - right.split('{').length)[0] ?? ''
}
