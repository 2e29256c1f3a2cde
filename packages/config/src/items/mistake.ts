import { showControls } from '@sluice/shared/runtime'

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
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${clip(part)}`))
    .join('')
}

/** A mistake as one line: `sluice.yaml:14 mappings[0].region: unknown region "us"`. */
export function formatMistake(fileName: string, line: number, mistake: Mistake): string {
  const place = mistake.path.length === 0 ? '' : ` ${formatPath(mistake.path)}`
  const message = clip(mistake.message.replaceAll(/\s*\n\s*/g, ' '), LIMIT_MESSAGE)
  return showControls(`${fileName}:${line}${place}: ${message}`)
}

// Whatever a file or a server says at length, a mistake is a line.
const LIMIT_MESSAGE = 2_000

function clip(text: string, limit = 100): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text
}
