import type { Region } from '@sluice/shared/domain'
import { createCounter, createGauge, createHistogram, type Metrics } from '@sluice/shared/runtime'
import type { EventOutcome, Verdict } from './core/index.ts'

/** Measures requests, and counts what events became. */
export interface SendMeter {
  /**
   * Before a request; returns what to call with the verdict on its response, which tells how many milliseconds it took.
   */
  startRequest(region: Region, events: number, bytes: number): (verdict: Verdict) => number
  /** Before a wait for budget; returns what to call after it. */
  startBudgetWait(region: Region): () => void
  /** Once per answer that holds a write key. */
  countHold(region: Region): void
  /** What to ask how many bytes of payloads are under way, when it is scraped. */
  watchBytes(read: () => number): void
  /** Once per settled chunk. */
  countEvents(region: Region | 'unknown', outcomes: readonly EventOutcome[]): void
}

/** 5 ms to 30 s, the limit of a request. */
const DURATION_BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** Up to Segment's limit of events. */
const EVENTS_BUCKETS = [1, 10, 50, 100, 250, 500, 1_000, 2_500]
/** Up to Segment's limit of a body, and beyond it for an event that bursts a body of its own. */
const BYTES_BUCKETS = [1_000, 10_000, 50_000, 100_000, 250_000, 400_000, 475_000, 1_000_000]

/** The sender's own metrics. */
export function createSendMeter(metrics: Metrics): SendMeter {
  const requests = createCounter(metrics, {
    name: 'sluice_sender_requests_total',
    help: 'Requests to the Tracking API, by what their response meant.',
    labels: ['region', 'outcome'],
  })
  const durations = createHistogram(
    metrics,
    {
      name: 'sluice_sender_request_duration_seconds',
      help: 'Time from a request to the Tracking API to its response.',
      labels: ['region'],
    },
    DURATION_BUCKETS_SECONDS,
  )
  const batchEvents = createHistogram(
    metrics,
    { name: 'sluice_sender_batch_events', help: 'Events in a request.' },
    EVENTS_BUCKETS,
  )
  const batchBytes = createHistogram(
    metrics,
    { name: 'sluice_sender_batch_bytes', help: 'Bytes of the body of a request.' },
    BYTES_BUCKETS,
  )
  const events = createCounter(metrics, {
    name: 'sluice_sender_events_total',
    help: 'Events of settled chunks, by what became of them.',
    labels: ['region', 'outcome'],
  })

  const budgetWaits = createCounter(metrics, {
    name: 'sluice_sender_budget_wait_seconds_total',
    help: 'Time that requests waited for the budget of their write key.',
    labels: ['region'],
  })
  const holds = createCounter(metrics, {
    name: 'sluice_sender_holds_total',
    help: 'Answers after which a write key was held.',
    labels: ['region'],
  })
  let readBytes = (): number => 0
  createGauge(
    metrics,
    { name: 'sluice_sender_payload_bytes', help: 'Payloads under way in this process, as they are counted.' },
    (gauge) => gauge.set(readBytes()),
  )

  return {
    startRequest(region, count, bytes) {
      const startedAt = performance.now()
      batchEvents.observe(count)
      batchBytes.observe(bytes)
      return (verdict) => {
        const tookMs = performance.now() - startedAt
        durations.observe({ region }, tookMs / 1_000)
        requests.inc({ region, outcome: verdict.kind === 'refused' ? verdict.code : verdict.kind })
        return tookMs
      }
    },
    startBudgetWait(region) {
      const startedAt = performance.now()
      return () => budgetWaits.inc({ region }, (performance.now() - startedAt) / 1_000)
    },
    countHold(region) {
      holds.inc({ region })
    },
    watchBytes(read) {
      readBytes = read
    },
    countEvents(region, outcomes) {
      const counts = new Map<string, number>()
      for (const end of outcomes) {
        const outcome = end.kind === 'dead' ? end.code : end.kind
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      }
      for (const [outcome, count] of counts) events.inc({ region, outcome }, count)
    },
  }
}
