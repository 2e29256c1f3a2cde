import { findChromium } from '@sluice/local'
import { chromium, type Browser } from 'playwright-core'

/** A real browser without a window; the first use on a machine may download it. */
export async function openBrowser(): Promise<Browser> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`)
  const { command, libraries } = await findChromium({ env: process.env, log })
  const path = { LD_LIBRARY_PATH: libraries.join(':') }
  return chromium.launch({
    executablePath: command,
    // Containers and root have no sandbox to give, and it only meets pages of our own.
    args: ['--no-sandbox'],
    env: { ...(process.env as Record<string, string>), ...(libraries.length === 0 ? {} : path) },
  })
}
