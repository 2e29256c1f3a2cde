import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openBrowser } from './open-browser.ts'
import { walkThrough } from './walk-through.ts'

// The pictures of docs/images: of a console that has something to show, such as the one that `npm run demo` names, or,
// with what to type there, of one in which nothing is set up, such as that of `npm run demo -- --empty`.

/** Each picture with the page it is of, and a text that stands on it when it is whole. */
const PICTURES = [
  { name: 'console', path: '', text: 'dead-letter' },
  { name: 'dead-letters-by-cause', path: 'dead-letters', text: 'By cause' },
  { name: 'dead-letters', path: 'queues/queue/dead-letter?status=failed', text: 'Failed at' },
]

const [url, connectionUrl, writeKey] = process.argv.slice(2)
if (url === undefined) {
  process.stderr.write(
    'name the address of a console: pnpm -s docs:screenshots http://127.0.0.1:3000 [<connection URL> <write key>]\n',
  )
  process.exit(2)
}
const browser = await openBrowser()
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
if (connectionUrl !== undefined && writeKey !== undefined) {
  const walk = await walkThrough(page, { url, connectionUrl, writeKey }, (name) =>
    take(page, `start-${name}`),
  )
  process.stdout.write(
    `first event after ${walk.clicks} clicks and ${walk.fields} fields, in ${walk.seconds.toFixed(1)} s\n`,
  )
} else {
  for (const { name, path, text } of PICTURES) {
    await page.goto(new URL(path, `${url.replace(/\/$/, '')}/`).href, { waitUntil: 'networkidle' })
    await page.getByText(text).first().waitFor()
    await take(page, name)
  }
}
await browser.close()

async function take(from: Page, name: string): Promise<void> {
  const file = fileURLToPath(new URL(`../../../../docs/images/${name}.png`, import.meta.url))
  await from.screenshot({ path: file })
  process.stdout.write(`${file}\n`)
}
