/** Where something stands in a config file: `['mappings', 0, 'region']`. */
export type Path = readonly (string | number)[]

/** One thing wrong with a config file. The message is lower case and holds no value of a secret. */
export interface Mistake {
  readonly path: Path
  readonly message: string
}

/** Takes down one mistake. */
export type Report = (path: Path, message: string) => void

/** A path as people write it: `mappings[0].region`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('')
}

/** A mistake as one line: `sluice.yaml:14 mappings[0].region: unknown region "us"`. */
export function formatMistake(fileName: string, line: number, mistake: Mistake): string {
  const place = mistake.path.length === 0 ? '' : ` ${formatPath(mistake.path)}`
  return `${fileName}:${line}${place}: ${mistake.message.replaceAll(/\s*\n\s*/g, ' ')}`
}
