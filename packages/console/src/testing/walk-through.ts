import type { Locator, Page } from 'playwright-core'
import { MOUSE, type Hands } from './hands.ts'

/** What is typed on the way. */
export interface Typed {
  readonly url: string
  readonly connectionUrl: string
  readonly writeKey: string
}

/** What the way took. */
export interface Walk {
  /** What was pressed: links, buttons, tabs and switches. */
  readonly clicks: number
  /** Keys that were pressed, texts that were pasted counted as one each. */
  readonly fields: number
  readonly seconds: number
}

/**
 * The way of a newcomer from an empty installation, such as `demo --empty` opens, to the first delivered event, by the
 * names that stand on the pages alone. `onStep` is called with each page once it is filled in.
 */
export async function walkThrough(
  page: Page,
  { url, connectionUrl, writeKey }: Typed,
  onStep: (name: string) => Promise<void>,
  hands: Hands = MOUSE,
): Promise<Walk> {
  const beganAt = performance.now()
  let clicks = 0
  let fields = 0
  const click = async (locator: Locator): Promise<void> => {
    clicks += 1
    await hands.press(locator)
  }
  const press = (name: string): Promise<void> => click(page.getByRole('button', { name, exact: true }))
  const follow = (name: string): Promise<void> =>
    click(page.locator('main').getByRole('link', { name }).first())
  const fill = async (label: string, text: string): Promise<void> => {
    fields += 1
    await hands.fill(page.getByLabel(label, { exact: true }), text)
  }
  const seeHeading = (name: string): Promise<void> =>
    page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
  const take = async (label: string, beginning: string): Promise<void> => {
    fields += 1
    const box = page.getByRole('combobox', { name: label, exact: true })
    await hands.goTo(box)
    await page.keyboard.type(beginning)
    // Columns are known once the warehouse has been asked.
    await page.locator('[role="option"]').first().waitFor()
    await page.keyboard.press('Enter')
  }

  await page.goto(url)
  await page.getByText('First steps').waitFor()
  await onStep('first-steps')

  await follow('Add a source')
  await fill('Name', 'warehouse')
  await fill('Connection URL', connectionUrl)
  await press('Test connection')
  await page.getByRole('list', { name: 'Checks' }).waitFor()
  await onStep('source')
  await press('Add source')
  await seeHeading('warehouse')

  await click(page.getByRole('link', { name: 'Overview', exact: true }))
  await follow('Add a model')
  await page.locator('.cm-content').waitFor()
  await fill('Name', 'customers')
  await fill('SQL query', 'select * from customers')
  await fill('Identifier', 'customer_id')
  await press('Run preview')
  await page.getByRole('table', { name: 'Preview' }).waitFor()
  await onStep('model')
  await press('Add model')
  await seeHeading('customers')

  await click(page.getByRole('link', { name: 'Overview', exact: true }))
  await follow('Add a destination')
  await fill('Name', 'segment')
  await fill('Write key', writeKey)
  await press('Test write key')
  await page.getByRole('list', { name: 'Checks' }).waitFor()
  await onStep('destination')
  await press('Add destination')
  await seeHeading('segment')

  await click(page.getByRole('tab', { name: 'Mappings' }))
  await follow('Add mapping')
  await seeHeading('Add mapping')
  await fill('Name', 'customers-identify')
  await take('User ID', 'cust')
  await take('Traits', 'em')
  await take('Traits', 'pl')
  await page.getByRole('region', { name: 'Event preview' }).getByText('"plan"').waitFor()
  await onStep('mapping')
  await press('Create mapping')
  await seeHeading('customers-identify')

  await click(page.getByRole('link', { name: 'Mappings of segment' }))
  const enableMapping = page.getByRole('switch', { name: 'Enable customers-identify' })
  if (!(await enableMapping.isChecked())) await click(enableMapping)
  await click(page.getByRole('switch', { name: 'Enable destination' }))
  await page.getByText('segment is switched on.').waitFor()
  await onStep('enable')
  await follow('Syncs')
  await press('Sync now')
  await seeHeadingLike(page, /^Sync /)
  await page.getByText(/[1-9][\d,]* delivered/).waitFor()
  const seconds = (performance.now() - beganAt) / 1_000
  await page.getByText('what was delivered is remembered').waitFor()
  await onStep('sync')
  return { clicks, fields, seconds }
}

function seeHeadingLike(page: Page, name: RegExp): Promise<void> {
  return page.getByRole('heading', { name, level: 1 }).waitFor()
}
