import type { Config } from '@sluice/shared/domain'
import { collectMistakes } from '../items/collect-mistakes.ts'
import { formatMistake, type Mistake, type Path } from '../items/mistake.ts'
import { validateDocument } from '../items/validate-document.ts'
import { checkQueries } from './check-queries.ts'
import { checkSecrets } from './check-secrets.ts'
import { interpolate, type Variables } from './interpolate.ts'
import { parseYaml } from './parse-yaml.ts'

/** Most mistakes of one file that are told. */
const LIMIT_MISTAKES = 100

/** A config file that holds together: what it says, what is likely wrong, and how to name a place in it. */
export interface ConfigFile {
  readonly ok: true
  readonly config: Config
  readonly warnings: readonly Mistake[]
  /** The line of a place in the file, from 1. */
  readonly locate: (path: Path) => number
  /** A line about a place in the file: `sluice.yaml:14 mappings[0].region: …`. */
  readonly describe: (path: Path, message: string) => string
}

/** A file that cannot be applied, with every mistake in it: one line each, in the order of the file. */
export interface InvalidConfigFile {
  readonly ok: false
  readonly mistakes: readonly string[]
}

/** Reads `sluice.yaml` without looking at anything else than its text and the environment. */
export function parseConfigFile(
  text: string,
  fileName: string,
  variables: Variables,
): ConfigFile | InvalidConfigFile {
  const yaml = parseYaml(text)
  const describe = (path: Path, message: string): string =>
    formatMistake(fileName, yaml.locate(path), { path, message })
  const syntax = yaml.mistakes.map(({ line, message }) => ({
    line,
    text: formatMistake(fileName, line, { path: [], message }),
  }))
  if (yaml.value === null)
    return { ok: false, mistakes: [`${fileName}: the file is empty: an export writes one`] }
  if (yaml.value === undefined) return { ok: false, mistakes: syntax.map((mistake) => mistake.text) }

  const { mistakes, report } = collectMistakes()
  const warnings: Mistake[] = []
  checkSecrets(yaml.value, report)
  checkQueries(yaml.value, yaml.readWritten, report)
  const file = interpolate(yaml.value, variables, [], report)
  const config = validateDocument(file, yaml.value, {
    report,
    warn: (path, message) => warnings.push({ path, message }),
  })

  if (mistakes.length + syntax.length > 0) {
    const lines = [
      ...syntax,
      ...mistakes.map(({ path, message }) => ({ line: yaml.locate(path), text: describe(path, message) })),
    ].sort((left, right) => left.line - right.line)
    const told = lines.slice(0, LIMIT_MISTAKES).map((line) => line.text)
    const more = lines.length - told.length
    return { ok: false, mistakes: more === 0 ? told : [...told, `${fileName}: and ${more} more mistakes`] }
  }
  return {
    ok: true,
    config,
    warnings,
    locate: yaml.locate,
    describe,
  }
}
