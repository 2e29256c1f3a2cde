import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import type { TestConsole } from '../../testing/open-console.ts'

/** A browser that calls itself what a person's browser does. */
export const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

/** A page of a console, and what its browser complained of: errors of scripts, of the policy, of the network. */
export interface WatchedPage {
  readonly page: Page
  readonly complaints: string[]
}

type Options = NonNullable<Parameters<Browser['newContext']>[0]>

/** Opens a page as wide as a telephone and signs in there, unless told otherwise. */
export async function openPage(
  browser: Browser,
  board: TestConsole,
  { signsIn = true, ...options }: Options & { readonly signsIn?: boolean } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    userAgent: AGENT,
    viewport: { width: 390, height: 844 },
    ...options,
  })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${board.url}/sign-in`)
  if (signsIn) await signIn(page)
  return { page, complaints }
}

/** Fills in the sign-in page. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('User').fill('ops')
  await page.getByLabel('Password').fill('secret')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** What keeps people from using the page, as axe finds it; of some of its rules when they are given. */
export async function listViolations(page: Page, runOnly?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const options = runOnly === undefined ? '' : JSON.stringify({ preload: false, runOnly })
  const { violations } = (await page.evaluate(`axe.run(${options})`)) as axe.AxeResults
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

/** What would have to be scrolled sideways to be read. */
export function listTooWide(page: Page): Promise<unknown> {
  return page.evaluate(
    `[document.documentElement, ...document.querySelectorAll('.verdict li')]
       .filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.outerHTML)`,
  )
}

/** All of that; in dark colours, what depends on colours. */
export async function judgePage(page: Page): Promise<readonly unknown[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  const found = [await listTooWide(page), await listViolations(page)]
  await page.emulateMedia({ colorScheme: 'dark' })
  return [...found, await listViolations(page, ['color-contrast', 'link-in-text-block'])].flat()
}
