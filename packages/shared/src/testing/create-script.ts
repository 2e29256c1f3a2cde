import { fileURLToPath } from 'node:url'

/** A program of ours as a process: `node <execArgv> <script>`. */
export interface Script {
  readonly execPath: string
  readonly execArgv: readonly string[]
  /** Its file. */
  readonly script: string
}

/** Set by a run of tests, which has just bundled the programs: the file of each by the path of its source, as JSON. */
export const PROGRAMS_VARIABLE = 'SLUICE_PROGRAMS'

/**
 * How a test starts a program whose source (`…/src/….ts`) is given by its place beside the module that asks: as it was
 * bundled for this run, as it was built where that module was built itself, else from its source.
 */
export function createScript(source: URL, env: NodeJS.ProcessEnv = process.env): Script {
  const { execPath } = process
  const path = fileURLToPath(source)
  const [, folder, kind, file] = /^(.*)\/(src|dist)\/(.*)\.ts$/.exec(path) ?? []
  if (folder === undefined) throw new Error(`${path} is no source of a package`)
  if (kind === 'dist') return { execPath, execArgv: [], script: `${folder}/dist/${file}.js` }
  const programs = env[PROGRAMS_VARIABLE]
  if (programs !== undefined) {
    const script = (JSON.parse(programs) as Readonly<Record<string, string>>)[path]
    if (script === undefined)
      throw new Error(`${path} is no program of infra/local/src/programs/list-programs.mjs`)
    return { execPath, execArgv: ['--enable-source-maps'], script }
  }
  return {
    execPath,
    execArgv: ['--import', import.meta.resolve('tsx'), '-C', '@sluice/source'],
    script: path,
  }
}
