import { joinParts, mark, type Line, type Style } from './line.ts'

const LEVELS: Readonly<Record<number, { readonly name: string; readonly style: Style }>> = {
  10: { name: 'trace', style: 'dim' },
  20: { name: 'debug', style: 'dim' },
  30: { name: 'info', style: 'good' },
  40: { name: 'warn', style: 'warning' },
  50: { name: 'error', style: 'bad' },
  60: { name: 'fatal', style: 'bad' },
}

/** An entry of a log, which is JSON, as a line for people: time, level, worker, message, fields. */
export function formatLogEntry(entry: string): Line {
  const { time, level, name, msg, pid: _pid, hostname: _host, ...fields } = JSON.parse(entry) as LogEntry
  const shown = LEVELS[level] ?? { name: String(level), style: 'strong' }
  const worker = name.replace(/^sluice-/, '')
  const { error, ...others } = fields
  const told = isTold(error) ? { ...others, code: error.code } : fields
  const rest = Object.entries(told)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${formatValue(value)}`)
  return joinParts(
    mark(new Date(time).toISOString().replace('T', ' '), 'dim'),
    ' ',
    mark(shown.name.padEnd(5), shown.style),
    ` ${worker} `,
    ...(msg === undefined ? [] : [mark(msg, 'strong')]),
    ...(isTold(error) ? [`${msg === undefined ? '' : ': '}${error.message}`] : []),
    ...(rest.length === 0 ? [] : [' ', mark(rest.join(' '), 'dim')]),
  )
}

interface LogEntry extends Readonly<Record<string, unknown>> {
  readonly time: number
  readonly level: number
  readonly name: string
  readonly msg?: string
}

/** Whether an error says in words what happened, and is no bug with a stack: then its cause is for machines. */
function isTold(error: unknown): error is { readonly message: string; readonly code?: unknown } {
  if (typeof error !== 'object' || error === null || 'stack' in error) return false
  return 'message' in error && typeof error.message === 'string'
}

/** A plain word as it is, anything else as JSON, so that where it ends is plain. */
function formatValue(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)
}
