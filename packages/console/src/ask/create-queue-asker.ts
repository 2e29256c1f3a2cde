import { randomBytes, randomUUID } from 'node:crypto'
import type { Asker, Asking } from '@sluice/operations'
import type { AnswerTo, Question } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { AskPayload, AskPurpose, RedisConnection, TypedQueue } from '@sluice/shared/queues'
import { createSigns, encodeQuestion, readAnswer } from '@sluice/shared/questions'
import { generateKeyPair, openWithKey, sealToReader } from '@sluice/shared/secrets'
import {
  chooseReaderKey,
  recordAudit,
  recordQuestion,
  removeQuestion,
  type Database,
} from '@sluice/shared/store'
import { redisAwayError } from './redis-away-error.ts'
import { WORKER_OF } from './worker-of.ts'
import { waitForAnswer, type AskLimits } from './wait-for-answer.ts'

/** What a process without keys asks through. */
export interface QueueAskerDeps {
  readonly db: Database
  readonly redis: RedisConnection
  readonly prefix: string
  readonly queues: Readonly<Record<AskPurpose, TypedQueue<AskPayload>>>
  readonly limits?: AskLimits
}

const SHARED_SECRET_BYTES = 32

/**
 * Asks the workers that hold the keys. What is asked is sealed to them and stands in the control database, where only
 * the console may write it, together with the look in the audit log; a job tells them that it does. The answer
 * comes sealed to a key pair that lives as long as the question.
 */
export function createQueueAsker({ db, redis, prefix, queues, limits }: QueueAskerDeps): Asker {
  const signs = createSigns(redis, prefix)
  // Stands before what is sealed; nobody outside can say that something is.
  const kept = `${randomUUID()}:`
  const readSealed = (text: string): string | null => (text.startsWith(kept) ? text.slice(kept.length) : null)

  return {
    secrets: {
      open: (sealed) => `${kept}${sealed}`,
      seal: () => {
        throw new Error('what is asked about is not saved')
      },
    },

    async ask<Asked extends Question>(question: Asked, { visitor, look, signal }: Asking) {
      signal?.throwIfAborted()
      const purpose: AskPurpose = 'destination' in question ? 'destinations' : 'sources'
      const isRedisReady = (): boolean => redis.status === 'ready'
      if (!isRedisReady()) throw redisAwayError()
      const readerKey = await chooseReaderKey(db, purpose)
      if (readerKey === null) {
        throw new SluiceError(
          'worker_missing',
          `no ${WORKER_OF[purpose]} has ever run here, and only that can tell: start one`,
        )
      }
      const id = randomUUID()
      const place = `questions/${id}`
      const { publicKey: answerKey, privateKey } = await generateKeyPair()
      const sharedSecret = randomBytes(SHARED_SECRET_BYTES)
      const message = { question, answerKey, sharedSecret: sharedSecret.toString('base64') }
      const sealed = await sealToReader(readerKey, encodeQuestion(message, readSealed), {
        use: 'question',
        place,
      })
      try {
        await signs.give(id, 'asked')
        await db.transaction(async (tx) => {
          await recordQuestion(tx, { id, purpose, actor: visitor.actor, ...sealed })
          if (look !== null) {
            const isSent = question.kind === 'send' || question.kind === 'channel test'
            const action = isSent ? 'sent' : 'looked'
            await recordAudit(tx, { actor: visitor.actor, action, ...look, before: null, after: null })
          }
        })
        await queues[purpose].add({ question: id })
        const queue = queues[purpose]
        const answered = await waitForAnswer({ signs, queue, id, purpose, signal, limits, isRedisReady })
        const opened = await openWithKey(privateKey, answered, { use: 'answer', place, sharedSecret }).catch(
          (cause: unknown) => {
            throw new SluiceError(
              'question_unanswered',
              'what lies there as the answer was made by nobody who knows the question: ask again',
              { cause },
            )
          },
        )
        return readAnswer(opened) as AnswerTo<Asked>
      } finally {
        // Whoever works at it sees that nobody waits; what cannot be tidied up now goes by itself.
        void signs.withdraw(id, 'asked').catch(() => {})
        void signs.removeAnswer(id).catch(() => {})
        void removeQuestion(db, id).catch(() => {})
      }
    },
  }
}
