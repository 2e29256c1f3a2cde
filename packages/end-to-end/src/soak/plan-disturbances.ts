import { createSeededRandom, type FaultRule } from '@sluice/emulator/server'
import { PARTS, type Disturbance, type PlannedDisturbance, type WorkerId } from './disturbance.ts'

export interface DisturbanceScene {
  readonly seed: number
  readonly durationMs: number
  /** Ids. */
  readonly mappings: readonly string[]
  /** Of each kind. */
  readonly workers: number
}

const GAP_MIN_MS = 1_000
const GAP_MAX_MS = 8_000
/** Workers are up by then, and first syncs under way. */
const FIRST_MS = 3_000

/** How often each kind is drawn, beside the others. */
const WEIGHTS = {
  kill: 10,
  freeze: 8,
  fault: 10,
  cancel: 4,
  strand: 3,
  cut: 5,
  'flush redis': 2,
  'crash warehouse': 2,
  restart: 4,
  reset: 1,
  baseline: 2,
} as const satisfies Record<Disturbance['kind'], number>

/** Shorter and longer than the 60 s that a job's lock lasts. */
const FREEZES_MS = [
  [500, 10_000],
  [500, 10_000],
  [10_000, 60_000],
  [60_000, 150_000],
] as const
/** Its lock runs out, somebody else takes its jobs, and the next sync is through. */
const STRAND_MS = [100_000, 150_000] as const
const CUT_MS = [1_500, 3_000] as const
const FAULT_MS = [4_000, 20_000] as const
const AWAY_MS = [0, 6_000] as const

const PORTAL = '<html><body>Please sign in to use this network</body></html>'
const FAULTS: readonly FaultRule['action'][] = [
  { type: 'status', status: 429, retryAfter: 2 },
  { type: 'status', status: 503 },
  { type: 'statusAfterAccept', status: 500 },
  { type: 'hang' },
  { type: 'hangAfterAccept' },
  { type: 'reset' },
  { type: 'resetAfterAccept' },
  { type: 'status', status: 200, body: PORTAL },
  { type: 'status', status: 403, body: PORTAL },
  { type: 'delay', delayMs: 2_000 },
  { type: 'slowBody', delayMs: 3_000 },
]

/** What is done when, in order; the same for the same scene. Nothing lasts longer than the whole. */
export function planDisturbances(scene: DisturbanceScene): readonly PlannedDisturbance[] {
  const random = createSeededRandom(scene.seed)
  const within = ([from, to]: readonly [number, number]): number => Math.round(from + random() * (to - from))
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!
  const bag = Object.entries(WEIGHTS).flatMap(([kind, weight]) =>
    Array<Disturbance['kind']>(weight).fill(kind as Disturbance['kind']),
  )
  const pickWorker = (): WorkerId => `${pick(PARTS)}-${1 + Math.floor(random() * scene.workers)}`

  const draw = (leftMs: number): Disturbance => {
    const last = (ms: number): number => Math.min(ms, leftMs)
    const kind = pick(bag)
    switch (kind) {
      case 'kill':
        return { kind, worker: pickWorker(), forMs: last(within(AWAY_MS)) }
      case 'freeze':
        return { kind, worker: pickWorker(), forMs: last(within(pick(FREEZES_MS))) }
      case 'fault':
        return {
          kind,
          action: pick(FAULTS),
          probability: 0.2 + 0.8 * random(),
          forMs: last(within(FAULT_MS)),
        }
      case 'strand':
        return {
          kind,
          worker: `sender-${1 + Math.floor(random() * scene.workers)}`,
          forMs: last(within(STRAND_MS)),
        }
      case 'cut':
        return { kind, forMs: last(within(CUT_MS)) }
      case 'baseline':
        // Always of the same one: until the end nobody can compare it with its table.
        return { kind, mapping: scene.mappings[0]! }
      case 'cancel':
      case 'reset':
        return { kind, mapping: pick(scene.mappings) }
      case 'restart':
        return {
          kind,
          server: pick(['control', 'warehouse', 'redis'] as const),
          forMs: last(within(AWAY_MS)),
        }
      case 'flush redis':
      case 'crash warehouse':
        return { kind }
      default:
        return kind satisfies never
    }
  }

  const planned: PlannedDisturbance[] = []
  for (let atMs = FIRST_MS; atMs < scene.durationMs; atMs += within([GAP_MIN_MS, GAP_MAX_MS]))
    planned.push({ atMs, disturbance: draw(scene.durationMs - atMs) })
  return planned
}
