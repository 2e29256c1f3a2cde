import { describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { formatAgo } from './format-ago.ts'
import { formatAhead } from './format-ahead.ts'
import { html } from './html.ts'
import { listConcerns } from './list-concerns.ts'
import type { MappingStatus, StatusDocument } from '@sluice/operations'
import type { Overview, QueueOverview } from './read-overview.ts'
import { showOverview } from './show-overview.ts'

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

function makeOverview(control: Partial<StatusDocument> = {}, queues = [QUEUE]): Overview {
  return { control: { mappings: [makeMapping()], destinations: [DESTINATION], ...control }, queues }
}

const show = (overview: Overview) =>
  showOverview(
    overview,
    { kind: 'known', account: { user: 'ops', role: 'operator' }, hasSession: true },
    NOW_MS,
    '',
  ).toString()

describe('markup', () => {
  test('escapes every value, in text and in attributes', () => {
    const evil = `<script>"'&`
    expect(html`<a title="${evil}">${[evil, 1, null]}</a>`.toString()).toBe(
      '<a title="&lt;script&gt;&quot;&#39;&amp;">&lt;script&gt;&quot;&#39;&amp;1</a>',
    )
  })

  test('leaves markup within markup as it is', () => {
    const items = ['a', '<b>'].map((item) => html`<i>${item}</i>`)
    expect(html`<span>${items}${false}</span>`.toString()).toBe('<span><i>a</i><i>&lt;b&gt;</i></span>')
  })
})

describe('the overview', () => {
  test('says that all is well', () => {
    expect(listConcerns(makeOverview())).toEqual([])
    const page = show(makeOverview())
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
  ])('names what is wrong first, with the command for it: %#', (control, what, command) => {
    const [concern] = listConcerns(makeOverview(control))
    expect(concern).toMatchObject({ what, command })
    const page = show(makeOverview(control))
    expect(page).toContain(what)
    expect(page).not.toContain('<failed>')
  })

  test('tells of paused queues and of unexpected failures, and of dead letters once', () => {
    const queues = [
      { ...QUEUE, isPaused: true },
      { ...QUEUE, name: 'send', failed: 1, hasWorkers: false },
      { ...QUEUE, name: 'dead-letter', failed: 7 },
    ]
    expect(listConcerns(makeOverview({}, queues)).map(({ what }) => what)).toEqual([
      'queue map is paused',
      'nobody works at queue send',
      '1 unexpected failure in queue send',
    ])
  })

  test('is shown when a server is away, and says which', () => {
    expect(show({ control: null, queues: [QUEUE] })).toContain('the control database does not answer')
    expect(show({ ...makeOverview(), queues: null })).toContain('Redis does not answer')
  })

  test('tells how to begin when nothing is configured', () => {
    expect(show(makeOverview({ mappings: [], destinations: [] }))).toContain('sluice apply -f sluice.yaml')
  })
})

test.each([
  ['2026-01-02T03:04:05Z', 'just now'],
  ['2026-01-02T03:03:10Z', 'just now'],
  ['2026-01-02T02:52:00Z', '12 min ago'],
  ['2026-01-01T23:04:05Z', '4 h ago'],
  ['2025-12-25T03:04:05Z', '8 d ago'],
  ['2026-01-02T03:05:00Z', 'just now'],
])('%s was %s', (instant, expected) => {
  expect(formatAgo(instant, NOW_MS)).toBe(expected)
})

test.each([
  ['2026-01-02T03:04:05Z', 'now'],
  ['2026-01-02T03:04:45Z', 'within a minute'],
  ['2026-01-02T03:19:05Z', 'in 15 min'],
  ['2026-01-02T07:04:05Z', 'in 4 h'],
  ['2026-01-10T03:04:05Z', 'in 8 d'],
])('%s is %s', (instant, expected) => {
  expect(formatAhead(instant, NOW_MS)).toBe(expected)
})
