import { fileURLToPath } from 'node:url'
import { openBrowser } from './open-browser.ts'

// The pictures of docs/images, from a console that has something to show, such as the one that `npm run demo` names.

/** Each picture with the page it is of, and a text that stands on it when it is whole. */
const PICTURES = [
  { name: 'console.png', path: '', text: 'dead-letter' },
  { name: 'dead-letters.png', path: 'queues/queue/dead-letter?status=failed', text: 'Failed at' },
]

const [url] = process.argv.slice(2)
if (url === undefined) {
  process.stderr.write('name the address of a console: pnpm -s docs:screenshots http://127.0.0.1:3000\n')
  process.exit(2)
}
const browser = await openBrowser()
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
for (const { name, path, text } of PICTURES) {
  await page.goto(new URL(path, `${url.replace(/\/$/, '')}/`).href, { waitUntil: 'networkidle' })
  await page.getByText(text).first().waitFor()
  const file = fileURLToPath(new URL(`../../../../docs/images/${name}`, import.meta.url))
  await page.screenshot({ path: file })
  process.stdout.write(`${file}\n`)
}
await browser.close()
