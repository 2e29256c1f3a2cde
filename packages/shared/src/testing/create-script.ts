import { fileURLToPath } from 'node:url'

/** A program of ours as a process: `node <execArgv> <script>`. */
export interface Script {
  readonly execPath: string
  readonly execArgv: readonly string[]
  /** Its file. */
  readonly script: string
}

/** Set to 1 by whoever has just built everything, as `npm test` does: what is built starts in half the time. */
export const FRESH_BUILD_VARIABLE = 'SLUICE_BUILD_IS_FRESH'

/**
 * How a test starts a program whose source (`…/src/….ts`) is given by its place beside the module that asks:
 * as it was built, where that is known to be fresh or that module was built itself, else from its source.
 */
export function createScript(source: URL, env: NodeJS.ProcessEnv = process.env): Script {
  const { execPath } = process
  const path = fileURLToPath(source)
  const [, folder, kind, file] = /^(.*)\/(src|dist)\/(.*)\.ts$/.exec(path) ?? []
  if (folder === undefined) throw new Error(`${path} is no source of a package`)
  if (kind === 'dist' || env[FRESH_BUILD_VARIABLE] === '1')
    return { execPath, execArgv: [], script: `${folder}/dist/${file}.js` }
  return {
    execPath,
    execArgv: ['--import', import.meta.resolve('tsx'), '-C', '@sluice/source'],
    script: path,
  }
}
