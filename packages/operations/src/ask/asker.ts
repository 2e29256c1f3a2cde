import type { AnswerTo, Question } from '@sluice/shared/domain'
import type { ConfigBox } from '@sluice/shared/secrets'
import type { Visitor } from './visitor.ts'

/**
 * Puts questions to whoever may open warehouses or knows write keys. A process with keys asks by itself; one without
 * has a worker asked.
 */
export interface Asker {
  /** Opens the secrets of an item that stay as they are; without keys, what it opens only stands for them. */
  readonly secrets: ConfigBox
  /**
   * Fails as the warehouse or the config fails (`source_unknown`, `query_invalid` …), with `question_unanswered` when
   * no worker takes it or gives an answer in time, and with the signal's reason when that is aborted, which ends
   * the question where it is being answered, too.
   */
  ask<Asked extends Question>(question: Asked, asking: Asking): Promise<AnswerTo<Asked>>
}

/** Who asks, and what about. */
export interface Asking {
  readonly visitor: Visitor
  /** What is looked at, for the audit log; null where nobody gets to see a value of a row, and nothing is sent. */
  readonly look: Look | null
  readonly signal?: AbortSignal | undefined
}

/** A look at values of rows, or an event or a test that is sent by hand. */
export interface Look {
  readonly kind: 'source' | 'model' | 'mapping' | 'channel' | 'dead-letter'
  readonly id: string
}
