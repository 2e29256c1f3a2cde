import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadPackage } from '../apt/download-package.ts'
import { findDownloadedProgram, type WantedProgram } from '../apt/find-downloaded-program.ts'
import { checkProgram } from '../check-program.ts'
import { isProgram, listPrograms } from '../find-program.ts'
import type { LocalProgram, ProgramFinding } from '../local-program.ts'
import { LocalServerError } from '../local-server-error.ts'
import type { Machine } from '../machine.ts'
import { writeFontsConfig } from './write-fonts-config.ts'

/** A Chromium that runs on this machine. */
export interface ChromiumProgram {
  readonly command: string
  readonly version: string
  /** Variables that it needs beside the usual ones. */
  readonly env: Readonly<Record<string, string>>
}

const NAMES: readonly string[] = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
]

const check: WantedProgram['check'] = (command, libraries) =>
  checkProgram(command, /^(?:Chromium|Google Chrome|HeadlessChrome)\D* (\d+(?:\.\d+)*)/, libraries)

/** The first is half of the second: it has no windows to draw. */
const WANTED: readonly WantedProgram[] = [
  { packageName: 'chromium-headless-shell', place: 'usr/lib/chromium/chromium-headless-shell', check },
  { packageName: 'chromium', place: 'usr/lib/chromium/chromium', check },
]

/**
 * Finds a Chromium or gets one: `CHROME_PATH`, PATH, an earlier download, the packages
 * of Debian. The first that runs is taken.
 */
export async function findChromium(
  {
    path,
    cacheFolder,
    chrome: given,
    browsers,
  }: Pick<Machine, 'path' | 'cacheFolder' | 'chrome' | 'browsers'>,
  log: (line: string) => void = () => {},
): Promise<ChromiumProgram> {
  const downloaded = join(cacheFolder, `chromium-${process.arch}`)
  const commands = given
    ? [given]
    : [...NAMES.flatMap((name) => listPrograms(name, path)), ...browsers.filter(isProgram)]
  const attempts: readonly (() => Promise<ProgramFinding>)[] = [
    ...commands.map((command) => () => check(command, [])),
    ...(given ? [] : [() => useEarlierDownload(downloaded), () => useApt(path, downloaded, log)]),
  ]
  const complaints = given ? [] : [`no ${NAMES.join(', ')} on PATH`]
  for (const attempt of attempts) {
    const found = await attempt()
    if (found === undefined) continue
    if ('version' in found) return withFonts(found, downloaded)
    complaints.push(found.complaint)
  }
  throw new LocalServerError(
    `no chromium found: ${complaints.join('; ')}: install chromium or google chrome, or set CHROME_PATH to one`,
  )
}

async function withFonts(program: LocalProgram, downloaded: string): Promise<ChromiumProgram> {
  const { command, version, libraries } = program
  if (libraries.length === 0) return { command, version, env: {} }
  return {
    command,
    version,
    env: { LD_LIBRARY_PATH: libraries.join(':'), ...(await writeFontsConfig(downloaded)) },
  }
}

async function useEarlierDownload(folder: string): Promise<ProgramFinding> {
  for (const wanted of WANTED) {
    const found = await findDownloadedProgram(folder, wanted)
    if (found === undefined) continue
    // The machine has changed under it: a new one is fetched.
    if (!('version' in found)) await rm(folder, { recursive: true, force: true })
    return found
  }
  return undefined
}

async function useApt(path: string, folder: string, log: (line: string) => void): Promise<ProgramFinding> {
  if (listPrograms('apt-get', path).length === 0) return { complaint: 'no apt-get' }
  log(`getting chromium from the packages of this system into ${folder}`)
  const complaints: string[] = []
  for (const wanted of WANTED) {
    try {
      return await downloadPackage(wanted, folder, path)
    } catch (error) {
      complaints.push((error as Error).message)
    }
  }
  return { complaint: complaints.join('; ') }
}
