import { DEAD_LETTER_QUEUE } from '@sluice/shared/queues'

/** What a job is about, as the heading of its card: the jobs of a queue are all named after it. */
export function formatJob(queue: string, data: unknown): string {
  const group = DEAD_LETTER_QUEUE.payload.safeParse(data)
  if (queue === DEAD_LETTER_QUEUE.name && group.success) {
    const { mapping, code, count } = group.data
    return `${count} ${count === 1 ? 'letter' : 'letters'} of ${mapping}: ${code}`
  }
  const { mapping, chunk, step } = (data ?? {}) as Readonly<Record<string, unknown>>
  const words = [mapping, typeof chunk === 'number' ? `chunk ${chunk}` : undefined, step]
  return words.filter((word) => typeof word === 'string').join(', ') || queue
}
