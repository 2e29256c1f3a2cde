import { findCacheFolder } from './find-cache-folder.ts'
import { findEmbeddedBinaries, type EmbeddedBinaries } from './postgres/find-embedded-binaries.ts'

/**
 * All that is searched for programs. Nothing of it has a default: whoever searches names
 * the whole, so that a test never finds what the machine it runs on happens to have.
 */
export interface Machine {
  /** The PATH to search, also for the tools that can bring a program: apt-get, dpkg, brew. */
  readonly path: string
  /** Where downloads are kept. */
  readonly cacheFolder: string
  /** A PATH that is searched last: where systems keep programs even if the other one leaves it out. */
  readonly usualPath: string
  /** The browser to take, instead of any other. */
  readonly chrome: string | undefined
  /** Where systems keep browsers apart from PATH. */
  readonly browsers: readonly string[]
  /** PostgreSQL as npm brought it. */
  readonly embeddedPostgres: EmbeddedBinaries | undefined
  /** Folders whose entries named like a PostgreSQL installation are searched after PATH. */
  readonly postgresInstallations: readonly string[]
}

const USUAL_PATH = '/usr/bin:/usr/local/bin:/opt/homebrew/bin:/usr/sbin'

const BROWSERS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const

/** Where Debian, Red Hat, Homebrew (arm64, x64) put servers without putting them on PATH. */
const POSTGRES_INSTALLATIONS = ['/usr/lib/postgresql', '/usr', '/opt/homebrew/opt', '/usr/local/opt'] as const

/** The machine that this process runs on. */
export function readMachine(env: NodeJS.ProcessEnv): Machine {
  return {
    path: env['PATH'] ?? '',
    cacheFolder: findCacheFolder(env),
    usualPath: USUAL_PATH,
    chrome: env['CHROME_PATH'] || undefined,
    browsers: BROWSERS,
    embeddedPostgres: findEmbeddedBinaries(),
    postgresInstallations: POSTGRES_INSTALLATIONS,
  }
}
