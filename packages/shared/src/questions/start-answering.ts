import type { Answers, Question } from '../domain/index.ts'
import { SluiceError } from '../errors/index.ts'
import {
  ASK_QUEUES,
  startWorker,
  type AskPurpose,
  type AskPayload,
  type JobExecution,
} from '../queues/index.ts'
import type { Lifecycle, WorkerContext } from '../runtime/index.ts'
import { sealToKey } from '../secrets/index.ts'
import { takeQuestion } from '../store/index.ts'
import { ANSWER_LIMIT_BYTES, ASK_CONCURRENCY } from './limits.ts'
import {
  decodeQuestion,
  openQuestion,
  describeError,
  encodeAnswer,
  type AnswerMessage,
  type SealedQuestion,
} from './messages.ts'
import { createSigns } from './signs.ts'
import { whileWanted } from './while-wanted.ts'

/** What answering needs of a worker. */
export type AnsweringContext = Pick<
  WorkerContext,
  'db' | 'log' | 'secrets' | 'reader' | 'redis' | 'queues' | 'observer'
>

/** Answers a question; aborted, it ends what runs for it, and rejects with the signal's reason. */
export type Answer<Asked extends Question> = (
  question: Asked,
  signal: AbortSignal,
) => Promise<Answers[keyof Answers]>

/** Takes the questions that are sealed to the key of a purpose, a few at a time, and answers each once. */
export function startAnswering<Asked extends Question>(
  context: AnsweringContext,
  lifecycle: Lifecycle,
  purpose: AskPurpose,
  {
    isOurs,
    answer,
  }: { readonly isOurs: (question: Question) => question is Asked; readonly answer: Answer<Asked> },
): void {
  const { db, log, secrets, reader, redis, queues, observer } = context
  const signs = createSigns(redis, queues.prefix)

  const open = async (id: string): Promise<SealedQuestion | null> => {
    const sealed = await takeQuestion(db, id, purpose)
    if (sealed === null) return null
    const bytes = await reader.open(sealed, purpose, { use: 'question', place: `questions/${id}` })
    return decodeQuestion(bytes)
  }

  const findAnswer = async (message: SealedQuestion, signal: AbortSignal): Promise<AnswerMessage> => {
    try {
      const question = await openQuestion(message, (text, place) => secrets.open(text, place))
      if (!isOurs(question))
        throw new SluiceError('question_unanswered', 'the question is for another worker')
      return { answer: await answer(question, signal) }
    } catch (error) {
      if (error instanceof SluiceError) return describeError(error)
      if (signal.aborted) throw error
      log.error({ error }, 'question failed')
      return describeError(
        new SluiceError('unexpected', 'the question failed: the log of the worker says why'),
      )
    }
  }

  const process = async ({ payload: { question: id }, signal }: JobExecution<AskPayload>): Promise<void> => {
    // Nobody waits for it any more; or nobody who may has asked it, or another has taken it.
    if (!(await signs.has(id, 'asked'))) return
    const message = await open(id)
    if (message === null) return
    await whileWanted(signs, id, signal, async (wanted) => {
      const found = encodeAnswer(await findAnswer(message, wanted))
      const tooLarge = new SluiceError('answer_too_large', 'the answer is larger than 1 MB: ask for less')
      const said = found.length > ANSWER_LIMIT_BYTES ? encodeAnswer(describeError(tooLarge)) : found
      const sealed = await sealToKey(message.answerKey, said, {
        use: 'answer',
        place: `questions/${id}`,
        sharedSecret: Buffer.from(message.sharedSecret, 'base64'),
      })
      await signs.putAnswer(id, sealed)
    })
  }

  lifecycle.use(
    'ask worker',
    startWorker(ASK_QUEUES[purpose], { ...queues, observer, concurrency: ASK_CONCURRENCY, process }),
    // Whoever asked is told, and asks again; a sync has more to lose.
    (worker) => worker.stop(0),
  )
}
