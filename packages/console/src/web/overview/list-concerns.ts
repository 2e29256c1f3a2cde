import { formatUsageWarning, formatWaiting } from '@sluice/shared/domain'
import type { StandingDocument } from '@sluice/operations'
import type { Overview, QueueOverview } from './read-overview.ts'

/** Something that a person should look at, with where to look and what to type. */
export interface Concern {
  readonly what: string
  readonly detail: string | null
  readonly href: string | null
  readonly command: string | null
}

/** Which worker takes the work of each queue. */
const WORKER_OF: Readonly<Record<string, string>> = {
  tick: 'extractor',
  extract: 'extractor',
  map: 'mapper',
  send: 'sender',
  'dead-letter': 'extractor',
  'ask-extractor': 'extractor',
  'ask-sender': 'sender',
}

/** What is used, in a word. */
const PLANNED = { calls: 'API calls', mtus: 'MTUs', max_calls: 'maximum of API calls' } as const

/** What is wrong, worst first; nothing when all is well. */
export function listConcerns({ control, queues }: Overview, nowMs: number): readonly Concern[] {
  return [
    ...(control === null ? [createSilence('the control database')] : []),
    ...(queues === null ? [createSilence('Redis')] : []),
    ...(control === null ? [] : listControlConcerns(control, nowMs)),
    ...listMissingWorkers(queues ?? []),
    ...(queues ?? []).flatMap(listQueueConcerns),
  ]
}

/** How many things are wrong, those that are not listed among them: of each kind of trouble there is a page at most. */
export function countConcerns({ control }: Overview, listed: readonly Concern[]): number {
  const hidden = Object.values(control?.troubles ?? {}).map(({ total, mappings }) => total - mappings.length)
  return listed.length + hidden.reduce((sum, count) => sum + count, 0)
}

function createSilence(server: string): Concern {
  return { what: `${server} does not answer`, detail: 'workers wait for it', href: null, command: null }
}

function listControlConcerns(
  { troubles, destinations }: StandingDocument,
  nowMs: number,
): readonly Concern[] {
  return [
    ...troubles.failed.mappings.map(({ id, lastSync }) => ({
      what: `the last sync of ${id} failed`,
      detail: lastSync?.error ?? null,
      href: `mappings/${encodeURIComponent(id)}`,
      command: `sluice syncs ${id}`,
    })),
    ...destinations
      .filter(({ state }) => state === 'refused')
      .map(({ id, reason }) => ({
        what: `destination ${id} was refused`,
        detail: reason,
        href: `destinations/${encodeURIComponent(id)}/settings`,
        command: `sluice test-destination ${id}`,
      })),
    ...troubles.waiting.mappings.flatMap(({ id, destination, lastSync }) =>
      lastSync === null || lastSync.waiting === null
        ? []
        : {
            what: `the running sync of ${id} waits`,
            detail: formatWaiting(lastSync.waiting, nowMs),
            href: `destinations/${encodeURIComponent(destination)}/settings`,
            command: `sluice test-destination ${destination}`,
          },
    ),
    ...destinations
      .flatMap(({ usageWarnings }) => usageWarnings)
      .map((warning) => ({
        what: `destination ${warning.destination} has used ${warning.percent} % of its ${PLANNED[warning.of]}`,
        detail: formatUsageWarning(warning),
        href: 'usage',
        command: 'sluice usage',
      })),
    ...troubles.letters.mappings.map(({ id, openDeadLetters }) => ({
      what: `${openDeadLetters.toLocaleString('en-US')} open dead ${openDeadLetters === 1 ? 'letter' : 'letters'} of ${id}`,
      detail: null,
      href: 'queues/queue/dead-letter?status=failed',
      command: `sluice dead-letters ls --mapping ${id} --status open`,
    })),
  ]
}

/** A worker that nobody runs, once for all of its queues. */
function listMissingWorkers(queues: readonly QueueOverview[]): readonly Concern[] {
  const missing = new Map<string, QueueOverview[]>()
  for (const queue of queues.filter(({ hasWorkers }) => !hasWorkers)) {
    const worker = WORKER_OF[queue.name] ?? ''
    missing.set(worker, [...(missing.get(worker) ?? []), queue])
  }
  return [...missing].map(([worker, idle]) => ({
    what: worker === '' ? 'a worker is missing' : `no ${worker} is running`,
    detail: `nobody takes what waits in ${idle.map(({ name }) => name).join(', ')}`,
    href: `queues/queue/${idle[0]?.name ?? ''}`,
    command: `sluice start ${worker}`.trimEnd(),
  }))
}

function listQueueConcerns({ name, isPaused, failed }: QueueOverview): readonly Concern[] {
  const href = `queues/queue/${name}`
  return [
    ...(isPaused
      ? [{ what: `queue ${name} is paused`, detail: 'nobody takes its work', href, command: null }]
      : []),
    // Dead letters are told by mapping.
    ...(failed > 0 && name !== 'dead-letter'
      ? [
          {
            what: `${failed.toLocaleString('en-US')} unexpected ${failed === 1 ? 'failure' : 'failures'} in queue ${name}`,
            detail: null,
            href: `${href}?status=failed`,
            command: null,
          },
        ]
      : []),
  ]
}
