import type { AnswerTo, KeptQuestion } from '../domain/index.ts'
import { readDeadLetter, readLetterRecord } from '../store/index.ts'
import { findKeptMessage, type CreateMessageId } from './find-kept-message.ts'
import { readKeptRecord, type KeptDeps } from './read-kept-record.ts'

/** What a question does not say. */
export interface KeptContext {
  /** What makes the messageIds of a mapping in an epoch. */
  readonly createIds: (mapping: string, epoch: number) => CreateMessageId
  readonly signal?: AbortSignal | undefined
}

/** Answers what can be asked of the rows that were under way, in a process that has the key of letters. */
export async function answerKeptQuestion(
  deps: KeptDeps,
  question: KeptQuestion,
  { createIds, signal }: KeptContext,
): Promise<AnswerTo<KeptQuestion>> {
  const { mapping } = question
  switch (question.kind) {
    case 'kept record':
      return readKeptRecord(deps, question, { signal })
    case 'kept letter': {
      const recordId = await readLetterRecord(deps.db, deps.secrets, mapping, question.letter)
      return { recordIds: recordId === null ? [] : [recordId] }
    }
    case 'kept payload': {
      const letter = await readDeadLetter(deps.db, deps.secrets, question.letter)
      if (letter === null || letter.mapping !== mapping) return { recordId: null, payload: null }
      return { recordId: letter.recordId, payload: letter.payload }
    }
    case 'kept message':
      return findKeptMessage(deps, { ...question, createIds: (epoch) => createIds(mapping, epoch), signal })
    default:
      return question satisfies never
  }
}
