import { z } from 'zod'
import { CHANNEL_TYPES, OPS, REGIONS, type Answers, type Json, type Question } from '../domain/index.ts'
import { ERROR_CODES, SluiceError, type ErrorCode, type SluiceErrorOptions } from '../errors/index.ts'
import { replaceSealed, type ConfigBox, type ConfigPlace } from '../secrets/index.ts'
import { markSealed } from './mark-sealed.ts'

/** What is sealed to a worker: a question, and how the answer is to be sealed. */
export interface QuestionMessage {
  readonly question: Question
  /** The public half of a pair that lives as long as the question. */
  readonly answerKey: string
  /** Known to the two sides alone: who seals an answer with it has opened the question. 32 bytes in base64. */
  readonly sharedSecret: string
}

const text = z.string()
const json: z.ZodType<Json> = z.json()
const model = z.object({ id: text, query: text, identifier: text })
const source = z.union([
  z.object({ id: text }).strict(),
  z.object({ typed: z.object({ id: text, type: text, settings: z.record(text, json) }) }),
])
const channel = z.union([
  z.object({ id: text }).strict(),
  z.object({
    typed: z.object({
      id: text,
      type: z.enum(CHANNEL_TYPES),
      url: text,
      secret: text.nullable(),
      from: text.nullable(),
      to: z.array(text).nullable(),
    }),
  }),
])
const destination = z.union([
  z.object({ id: text }).strict(),
  z.object({ typed: z.object({ id: text, writeKey: text, region: z.enum(REGIONS) }) }),
])

const QUESTION = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inspect'), source, models: z.array(model) }),
  z.object({
    kind: z.literal('rows'),
    source,
    model: text.nullable(),
    query: text,
    identifier: text.nullable(),
    limit: z.number().int().min(0).max(1_000),
  }),
  z.object({ kind: z.literal('count'), source, query: text, identifier: text }),
  z.object({ kind: z.literal('records'), source, mappings: z.array(text) }),
  z.object({
    kind: z.literal('record'),
    source,
    mapping: text,
    model,
    recordId: text,
    trigger: z.array(z.enum(OPS)),
    selection: text,
    compared: z.union([z.literal('all'), z.array(text)]),
    syncs: z.array(text),
  }),
  z.object({ kind: z.literal('records with'), source, model, column: text, text }),
  z.object({
    kind: z.literal('records of'),
    source,
    mapping: text,
    messageId: text,
    prefixes: z.record(text, text),
    syncs: z.array(text),
  }),
  z.object({ kind: z.literal('kept record'), mapping: text, recordId: text }),
  z.object({ kind: z.literal('kept letter'), mapping: text, letter: text }),
  z.object({ kind: z.literal('kept payload'), mapping: text, letter: text }),
  z.object({ kind: z.literal('kept message'), mapping: text, messageId: text }),
  z.object({ kind: z.literal('write key'), destination }),
  z.object({ kind: z.literal('send'), destination, event: text }),
  z.object({ kind: z.literal('channel test'), channel }),
]) satisfies z.ZodType<Question>

const MESSAGE = z.object({ question: json, answerKey: text, sharedSecret: text })

/** A question in which `{ "sealed": … }` may stand for a text. */
export type SealedQuestion = z.output<typeof MESSAGE>

/** The bytes of a question; `readSealed` tells of a text what it stands for, if that is sealed, else null. */
export function encodeQuestion(
  { question, ...keys }: QuestionMessage,
  readSealed: (text: string) => string | null,
): Buffer {
  const marked = markSealed(question as unknown as Json, readSealed)
  return Buffer.from(JSON.stringify({ question: marked, ...keys }))
}

/**
 * What bytes say that were sealed to a worker; null for what no version has said.
 */
export function decodeQuestion(bytes: Buffer): SealedQuestion | null {
  const parsed = MESSAGE.safeParse(JSON.parse(bytes.toString('utf8')))
  return parsed.success ? parsed.data : null
}

/** The question of a message, opened; fails with `secret_key_wrong`, and `question_unanswered` where it is none. */
export async function openQuestion({ question }: SealedQuestion, open: ConfigBox['open']): Promise<Question> {
  const opened = QUESTION.safeParse(
    await replaceSealed(question, (sealed) => open(sealed, findPlace(question))),
  )
  if (opened.success) return opened.data
  throw new SluiceError(
    'question_unanswered',
    'the worker is of another version, and does not know the question',
  )
}

/** Where the secrets of a typed item lie: they open for the item of the same name, and for no other. */
function findPlace(question: Json): ConfigPlace {
  const asked = question as { readonly [Kind in 'source' | 'destination' | 'channel']?: Json }
  const { typed } = (asked.source ?? asked.destination ?? asked.channel ?? {}) as {
    readonly typed?: { readonly id?: string }
  }
  const id = typed?.id ?? ''
  if (asked.channel !== undefined) return `alerts/${id}`
  return `${asked.source === undefined ? 'destinations' : 'sources'}/${id}`
}

/** What comes back: an answer, or why there is none, in words that hold no secret. */
export type AnswerMessage =
  | { readonly answer: Answers[keyof Answers] }
  | {
      readonly error: {
        readonly code: ErrorCode
        readonly lines: readonly string[]
        readonly subject?: SluiceErrorOptions['subject']
        readonly facts?: SluiceErrorOptions['facts']
      }
    }

/** The bytes of what came of a question. */
export function encodeAnswer(message: AnswerMessage): Buffer {
  return Buffer.from(JSON.stringify(message))
}

/** An error as whoever asked is told it. */
export function describeError({ code, lines, subject, facts }: SluiceError): AnswerMessage {
  return { error: { code, lines, facts, ...(subject === null ? {} : { subject }) } }
}

/**
 * The answer that bytes hold; only a worker that has opened the question can have sealed them. Throws the error that
 * they hold instead.
 */
export function readAnswer(bytes: Buffer): Answers[keyof Answers] {
  const message = JSON.parse(bytes.toString('utf8')) as AnswerMessage
  if ('answer' in message) return message.answer
  const { code, lines, subject, facts = {} } = message.error
  // A worker of another version may know codes that this one does not.
  const known = code in ERROR_CODES ? code : 'unexpected'
  throw new SluiceError(known, lines, subject === undefined ? { facts } : { facts, subject })
}
