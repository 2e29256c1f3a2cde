import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { createToken } from '@sluice/operations'
import { finishSync, recordAudit, recordCommitting } from '@sluice/shared/store'
import { recordAlertScene } from './testing/record-alert-scene.ts'
import { openBrowser } from '../testing/open-browser.ts'
import { openConsole, type TestConsole } from '../testing/open-console.ts'
import { PAGES } from './pages/list-pages.ts'
import {
  createForecast,
  recordDelivering,
  recordDryRun,
  recordScene,
  settle,
} from './testing/record-scene.ts'
import { judgePage, openPage } from './testing/watch-page.ts'

const MAPPING = 'people-of-every-region-and-brand-to-identify'
const HOSTILE = '<img src=x onerror=alert(1)>"&\u202e'
const BROWSER_PATIENCE_MS = 600_000

let board: TestConsole
let browser: Browser
/** A sync that has ended with dead letters of three causes. */
let sync: string
let dryRun: string
beforeAll(async () => {
  board = await openConsole()
  browser = await openBrowser()
  const scene = await recordScene(board.db, MAPPING)
  sync = await recordDelivering(board.db, MAPPING, 1_000)
  await settle(board.db, scene, sync, 1_000, ['HTTP 400: no', 'HTTP 400: no', 'too long', HOSTILE])
  await recordCommitting(board.db, sync)
  await finishSync(board.db, sync)
  dryRun = await recordDryRun(board.db, MAPPING, createForecast(HOSTILE, HOSTILE))
  await recordAlertScene(board.db, scene, HOSTILE)
  await createToken(board, { name: 'ci', role: 'viewer' }, 'ops')
  const change = { before: { query: 'select 1', name: HOSTILE }, after: { query: HOSTILE, name: HOSTILE } }
  await recordAudit(board.db, { actor: 'ops', action: 'updated', kind: 'model', id: HOSTILE, ...change })
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
})

/** Where each page can be looked at, and its heading. */
const listExamples = (): Readonly<Record<string, readonly (readonly [at: string, heading: string])[]>> => ({
  '/': [['', 'Overview']],
  '/sources': [
    ['sources', 'Sources'],
    ['sources?q=nothing-of-that-name', 'Sources'],
  ],
  '/sources/new': [['sources/new', 'Add source']],
  '/sources/:id/edit': [['sources/warehouse/edit', 'warehouse']],
  '/sources/:id': [
    ['sources/warehouse', 'warehouse'],
    ['sources/none', 'It is not there'],
  ],
  '/sources/:id/delete': [['sources/warehouse/delete', 'Delete warehouse?']],
  '/models': [['models', 'Models']],
  '/models/new': [['models/new', 'Add model']],
  '/models/:id': [['models/people', 'people']],
  '/models/:id/edit': [['models/people/edit', 'people']],
  '/models/:id/delete': [['models/people/delete', 'Delete people?']],
  '/destinations': [['destinations', 'Destinations']],
  '/destinations/new': [['destinations/new', 'Add destination']],
  '/destinations/:id': [['destinations/segment', 'segment']],
  '/destinations/:id/settings': [['destinations/segment/settings', 'segment']],
  '/destinations/:id/mappings': [['destinations/segment/mappings', 'segment']],
  '/destinations/:id/delete': [['destinations/segment/delete', 'Delete segment?']],
  '/destinations/:id/mappings/new': [['destinations/segment/mappings/new', 'Add mapping']],
  '/mappings/:id': [[`mappings/${MAPPING}`, MAPPING]],
  '/mappings/:id/delete': [[`mappings/${MAPPING}/delete`, `Delete ${MAPPING}?`]],
  '/mappings/:id/syncs': [[`mappings/${MAPPING}/syncs`, MAPPING]],
  '/syncs': [['syncs', 'Syncs']],
  '/syncs/:id': [
    [`syncs/${sync}`, `Sync ${sync.slice(0, 8)}`],
    [`syncs/${dryRun}`, `Dry run ${dryRun.slice(0, 8)}`],
  ],
  '/records': [
    ['records', 'Record'],
    [`records?mapping=${MAPPING}&id=r1`, 'Record'],
    [`records?mapping=${MAPPING}&id=${encodeURIComponent(HOSTILE)}`, 'Record'],
  ],
  '/dead-letters': [
    ['dead-letters', 'Dead letters'],
    ['dead-letters?status=discarded', 'Dead letters'],
  ],
  '/dead-letters/requeue': [['dead-letters/requeue?stage=send', 'Requeue 4 dead letters?']],
  '/dead-letters/discard': [['dead-letters/discard', 'Discard 4 dead letters?']],
  '/dead-letters/:id': [['dead-letters/4', 'Dead letter 4']],
  '/usage': [
    ['usage', 'Usage'],
    ['usage?month=1999-12', 'Usage'],
  ],
  '/alerts': [['alerts', 'Alerts']],
  '/alerts/channels/new': [['alerts/channels/new?type=email', 'Add channel']],
  '/alerts/channels/:id': [['alerts/channels/pager', 'pager']],
  '/alerts/channels/:id/edit': [['alerts/channels/pager/edit', 'pager']],
  '/alerts/channels/:id/delete': [['alerts/channels/pager/delete', 'Delete pager?']],
  '/alerts/rules/new': [['alerts/rules/new', 'Add rule']],
  '/alerts/rules/:id': [['alerts/rules/failed', 'failed']],
  '/alerts/rules/:id/edit': [['alerts/rules/failed/edit', 'failed']],
  '/alerts/rules/:id/delete': [['alerts/rules/failed/delete', 'Delete failed?']],
  '/audit': [['audit', 'Audit log']],
  '/tokens': [['tokens', 'API tokens']],
  '/tokens/:name/revoke': [['tokens/ci/revoke', 'Revoke ci?']],
  '/sign-out': [['sign-out', 'Sign out']],
})

test('every page fits a telephone, has one heading, and in neither scheme of colours anything that keeps people out or is run', async () => {
  const examples = listExamples()
  const shown = PAGES.flatMap(({ path, show }) => (show === undefined ? [] : path))
  expect(Object.keys(examples).toSorted()).toEqual(shown.toSorted())

  const { page, complaints } = await openPage(browser, board)
  const wrong: unknown[] = []
  for (const [at, heading] of Object.values(examples).flat()) {
    const response = await page.goto(`${board.url}/${at}`)
    // What a browser itself says of an answer that is no page is no complaint of the page.
    if (response?.status() === 404) complaints.pop()
    await page.evaluate('document.querySelectorAll("details").forEach((each) => (each.open = true))')
    const headings = await page.locator('h1').allTextContents()
    if (headings.join() !== heading) wrong.push([at, headings])
    const found = [...(await judgePage(page)), ...complaints.splice(0)]
    if (found.length > 0) wrong.push([at, ...found])
  }
  expect(wrong).toEqual([])
})
