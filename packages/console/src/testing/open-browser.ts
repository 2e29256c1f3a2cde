import { findChromium, readMachine } from '@sluice/local'
import { chromium, type Browser } from 'playwright-core'

/** A real browser without a window; the first use on a machine may download it. */
export async function openBrowser(): Promise<Browser> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`)
  const program = await findChromium(readMachine(process.env), log)
  return chromium.launch({
    executablePath: program.command,
    // Containers and root have no sandbox to give, and it only meets pages of our own.
    args: ['--no-sandbox'],
    env: { ...(process.env as Record<string, string>), ...program.env },
  })
}
