import { describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { listConcerns } from './list-concerns.ts'
import type { MappingStatus, StatusDocument } from '@sluice/operations'
import type { ControlOverview, Overview, QueueOverview } from './read-overview.ts'
import { overviewPage } from './overview-page.tsx'
import { showPage } from '../testing/show-page.ts'

const NOW_MS = Date.parse('2026-01-02T03:04:05Z')

const SYNC: SyncDocument = {
  id: 's1',
  mapping: 'customers',
  status: 'succeeded',
  origin: 'manual',
  trigger: 'manual',
  extracted: 12_345,
  added: 12_345,
  updated: 0,
  deleted: 0,
  skipped: 0,
  invalid: 0,
  delivered: 12_345,
  dead: 0,
  inFlight: 0,
  startedAt: '2026-01-02T02:52:00Z',
  finishedAt: '2026-01-02T02:53:00Z',
  waiting: null,
  error: null,
  errorCode: null,
}

function makeMapping(overrides: Partial<MappingStatus> = {}, id = 'customers'): MappingStatus {
  return {
    id,
    model: 'customers',
    destination: 'segment-us',
    action: 'sendIdentify',
    schedule: { every: '15m' },
    enabled: true,
    isRunning: false,
    nextRunAt: '2026-01-02T03:10:00Z',
    lastSync: SYNC,
    openDeadLetters: 0,
    ...overrides,
  }
}

const DESTINATION: StatusDocument['destinations'][number] = {
  id: 'segment-us',
  region: 'us-west-2',
  enabled: true,
  state: 'ok',
  since: '2026-01-01T00:00:00Z',
  reason: null,
  until: null,
  lastError: null,
  lastErrorAt: null,
  usageWarnings: [],
}

const QUEUE: QueueOverview = {
  name: 'map',
  isPaused: false,
  hasWorkers: true,
  waiting: 0,
  active: 0,
  delayed: 0,
  failed: 0,
}

function makeOverview(control: Partial<ControlOverview> = {}, queues = [QUEUE]): Overview {
  const { mappings = [makeMapping()], destinations = [DESTINATION] } = control
  const total = mappings.length
  const tell = (has: (mapping: MappingStatus) => boolean) => {
    const found = mappings.filter(has)
    return { total: found.length, mappings: found }
  }
  const troubles = {
    failed: tell(({ lastSync }) => lastSync?.status === 'failed'),
    waiting: tell(({ lastSync }) => (lastSync?.waiting ?? null) !== null),
    letters: tell(({ openDeadLetters }) => openDeadLetters > 0),
  }
  const isOn = destinations.some(({ enabled }) => enabled)
  const enabled = isOn ? mappings.filter((mapping) => mapping.enabled).length : 0
  const page = { mappings, found: total, next: null, total, enabled, troubles, destinations }
  return { control: { ...page, sources: 1, models: 1, hours: [], ...control }, queues }
}

const show = (overview: Overview) =>
  showPage(overviewPage, { deps: { readOverview: () => Promise.resolve(overview) }, nowMs: NOW_MS })

describe('the overview', () => {
  test('says that all is well', async () => {
    expect(listConcerns(makeOverview(), NOW_MS)).toEqual([])
    const page = await show(makeOverview())
    expect(page).toContain('All is well.')
    expect(page).toContain('12,345')
    expect(page).toContain('12 min ago')
    expect(page).toContain('every 15m')
    expect(page).toContain('in 5 min')
  })

  test.each([
    [
      { mappings: [makeMapping({ lastSync: { ...SYNC, status: 'failed', error: 'query <failed>' } })] },
      'the last sync of customers failed',
      'sluice syncs customers',
    ],
    [
      { mappings: [makeMapping({ openDeadLetters: 1_200 })] },
      '1,200 open dead letters of customers',
      'sluice dead-letters ls --mapping customers --status open',
    ],
    [
      { destinations: [{ ...DESTINATION, state: 'refused' as const, reason: 'HTTP 401' }] },
      'destination segment-us was refused',
      'sluice test-destination segment-us',
    ],
    [
      {
        mappings: [
          makeMapping({
            lastSync: {
              ...SYNC,
              status: 'delivering' as const,
              waiting: {
                reason: 'destination segment-us is unavailable (HTTP 503)',
                since: '2026-01-02T02:53:00Z',
                until: null,
              },
            },
          }),
        ],
        destinations: [{ ...DESTINATION, state: 'unavailable' as const, reason: 'HTTP 503' }],
      },
      'the running sync of customers waits',
      'sluice test-destination segment-us',
    ],
  ])('names what is wrong first, with the command for it: %#', async (control, what, command) => {
    const [concern] = listConcerns(makeOverview(control), NOW_MS)
    expect(concern).toMatchObject({ what, command })
    const page = await show(makeOverview(control))
    expect(page).toContain(what)
    expect(page).not.toContain('<failed>')
  })

  test('counts what is wrong beyond what it lists', async () => {
    const failed = makeMapping({ lastSync: { ...SYNC, status: 'failed' } })
    const none = { total: 0, mappings: [] }
    const overview = makeOverview({
      troubles: { failed: { total: 1_200, mappings: [failed] }, waiting: none, letters: none },
    })
    const page = await show(overview)
    expect(page).toContain('<title>1,200 to look at')
    expect(page).toContain('and 1,199 more')
  })

  test('tells of paused queues and of unexpected failures, and of dead letters once', () => {
    const queues = [
      { ...QUEUE, isPaused: true },
      { ...QUEUE, name: 'send', failed: 1, hasWorkers: false },
      { ...QUEUE, name: 'dead-letter', failed: 7 },
    ]
    expect(listConcerns(makeOverview({}, queues), NOW_MS).map(({ what }) => what)).toEqual([
      'no sender is running',
      'queue map is paused',
      '1 unexpected failure in queue send',
    ])
  })

  test('is shown when a server is away, and says which', async () => {
    expect(await show({ control: null, queues: [QUEUE] })).toContain('the control database does not answer')
    expect(await show({ ...makeOverview(), queues: null })).toContain('Redis does not answer')
  })

  test('leads by the hand from nothing to a mapping that is enabled', async () => {
    const nothing = { mappings: [], destinations: [], sources: 0, models: 0 }
    expect(await show(makeOverview(nothing))).toMatch(/href="sources\/new"[^>]*>Add a source/)
    expect(await show(makeOverview({ ...nothing, sources: 1 }))).toMatch(
      /href="models\/new"[^>]*>Add a model/,
    )
    const off = { ...nothing, sources: 1, models: 1, destinations: [{ ...DESTINATION, enabled: false }] }
    expect(await show(makeOverview(off))).toContain('href="destinations/segment-us/mappings/new"')
    const mapped = { ...off, mappings: [makeMapping({ enabled: false })] }
    expect(await show(makeOverview(mapped))).toContain('href="destinations/segment-us/mappings"')
    expect(await show(makeOverview({ mappings: [makeMapping()] }))).not.toContain('First steps')
  })

  test('says when most of an allowance is used', () => {
    const warning = {
      destination: 'segment-us',
      of: 'calls',
      used: 850,
      planned: 1_000,
      percent: 85,
      level: 80,
    } as const
    const overview = makeOverview({ destinations: [{ ...DESTINATION, usageWarnings: [warning] }] })
    expect(listConcerns(overview, NOW_MS)).toEqual([
      {
        what: 'destination segment-us has used 85 % of its API calls',
        detail: '85 % of the API calls of calls_allowance are used (850 of 1,000)',
        href: 'usage',
        command: 'sluice usage',
      },
    ])
  })

  test('shows what was delivered lately', async () => {
    const hours = [
      {
        at: '2026-01-02T02:00:00.000Z',
        delivered: 1_234,
        dead: 5,
        destinations: [
          { id: 'segment-us', delivered: 1_000 },
          { id: 'segment-eu', delivered: 234 },
        ],
        deadLetters: 12,
        late: [{ mapping: 'orders-track', seconds: 720 }],
      },
    ]
    const page = await show(makeOverview({ hours }))
    expect(page).toContain('aria-label="Delivered events: 1,234 in the last 1 hours, 5 dead letters"')
    expect(page).toContain('aria-label="Delivered to segment-us: segment-us: 1,000 delivered"')
    expect(page).toContain('02:00 UTC: 12 open dead letters')
    expect(page).toContain('02:00 UTC: orders-track by 12 min')
    expect(page).toContain('segment-us 1,000, segment-eu 234')
  })
})
