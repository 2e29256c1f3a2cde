/** Runs in the page, before anything of it: takes down when its script has taken over, and when an event is seen. */
const WATCH = `{
  globalThis.seen = {}
  const look = () => {
    const note = (name, selector) => {
      if (seen[name] === undefined && document.querySelector(selector) !== null) seen[name] = performance.now()
    }
    // Buttons that send no form are there once a script runs.
    note('interactiveMs', '.editor button[type=button]')
    note('eventMs', 'pre.event')
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
}`

/**
 * Opens the mapping editor in a tab of its own. In ms from the navigation: until something is painted, until the
 * script has taken over, and until the event of a row is seen.
 */
export async function measureVisit(context, url) {
  const page = await context.newPage()
  await page.addInitScript(WATCH)
  await page.goto(url)
  await page.locator('pre.event').waitFor()
  const times = await page.evaluate(`({
    paintMs: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    ...seen,
  })`)
  await page.close()
  return times
}
