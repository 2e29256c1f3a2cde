import { SluiceError } from '../errors/index.ts'
import { ANSWERING_LIMIT_MS, SIGN_INTERVAL_MS } from './limits.ts'
import type { Signs } from './signs.ts'

/**
 * Works on a question as long as somebody waits for the answer, and says meanwhile that it is being worked on. The
 * signal of the work is aborted when nobody waits any more, when it takes too long (with `question_unanswered`), and
 * when the worker stops. Work that nobody waits for ends in silence.
 */
export async function whileWanted(
  signs: Signs,
  id: string,
  stopping: AbortSignal,
  work: (wanted: AbortSignal) => Promise<void>,
  limitMs = ANSWERING_LIMIT_MS,
): Promise<void> {
  const ended = new AbortController()
  const tooLong = setTimeout(() => {
    const seconds = Math.round(limitMs / 1_000)
    ended.abort(new SluiceError('question_unanswered', `it took longer than ${seconds} s, and was ended`))
  }, limitMs)
  let isUnwanted = false
  const look = async (): Promise<void> => {
    // A Redis that is away tells nothing of who waits.
    const isAsked = await signs.has(id, 'asked').catch(() => true)
    if (!isAsked) {
      isUnwanted = true
      ended.abort(new Error('nobody waits for the answer'))
    }
    await signs.give(id, 'taken').catch(() => {})
  }
  await signs.give(id, 'taken')
  const looking = setInterval(() => void look(), SIGN_INTERVAL_MS)
  try {
    await work(AbortSignal.any([ended.signal, stopping]))
  } catch (error) {
    if (!isUnwanted) throw error
  } finally {
    clearTimeout(tooLong)
    clearInterval(looking)
    await signs.withdraw(id, 'taken')
  }
}
