import { Document, Scalar, visit } from 'yaml'
import {
  formatDurationMs,
  type Config,
  type Destination,
  type Mapping,
  type Model,
  type Source,
} from '@sluice/shared/domain'
import { showControls } from '@sluice/shared/runtime'
import { escapeReferences } from './interpolate.ts'
import { DEFAULT_DEADLINE_MS, DEFAULT_MAX_DELETED_PERCENT } from '../items/schema.ts'

/** A config as a file says it: the document, and the variables that hold its secrets. */
export interface WrittenConfig {
  readonly document: object
  /** The name of each variable and the secret that it stands for. */
  readonly variables: ReadonlyMap<string, string>
}

/** The document of a config; each secret is a `${NAME}` named after its id. Applying it, with the variables set, changes nothing. */
export function writeConfig(config: Config): WrittenConfig {
  const variables = new Map<string, string>()
  const hide = (name: string, secret: string): string => {
    const variable = findFreeName(name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_'), variables)
    variables.set(variable, secret)
    return `\${${variable}}`
  }
  const document = {
    sources: config.sources.map((source) => writeSource(source, hide)),
    models: config.models.map(writeModel),
    destinations: config.destinations.map((destination) => writeDestination(destination, hide)),
    mappings: config.mappings.map(writeMapping),
  }
  return { document, variables }
}

/** The document as YAML, headed by the variables that it needs. */
export function formatConfigFile({ document, variables }: WrittenConfig): string {
  const names = [...variables.keys()].map((name) => `#   ${name}\n`).join('')
  const head = variables.size === 0 ? '' : `# The secrets of this file come from the environment:\n${names}\n`
  return `${head}${formatYaml(document)}`
}

/** YAML that reads back as exactly this document. */
function formatYaml(document: object): string {
  const yaml = new Document(document, { aliasDuplicateObjects: false })
  visit(yaml, {
    Scalar(_key, scalar) {
      const { value } = scalar
      if (typeof value === 'string' && !readsBackAsShown(value)) scalar.type = Scalar.QUOTE_DOUBLE
    },
  })
  return yaml.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity })
}

/** True for a text that a terminal shows as it is, in any style; what has to be written out is only in double quotes. */
function readsBackAsShown(text: string): boolean {
  const visible = text.replaceAll(/[\n\t]/g, '')
  return showControls(visible) === visible && (!text.includes('\n') || fitsBlock(text))
}

/** True for lines that a block keeps as they are: it may lose blanks that stand first, last, or alone on a line. */
function fitsBlock(text: string): boolean {
  const lines = text.replace(/\n$/, '').split('\n')
  return /^\S/.test(text) && lines.at(-1) !== '' && lines.every((line) => line === '' || line.trim() !== '')
}

type Hide = (name: string, secret: string) => string

/** Two ids may differ in - and _ alone, which a variable's name cannot. */
function findFreeName(name: string, taken: ReadonlyMap<string, string>): string {
  let free = name
  for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`
  return free
}

function writeSource(source: Source, hide: Hide): object {
  const { id, type, connection, ssl, statementTimeoutMs } = source
  const written = {
    id,
    type,
    connection: hide(`sluice_source_${id}_connection`, connection),
    ...(statementTimeoutMs === undefined ? {} : { statement_timeout: formatDurationMs(statementTimeoutMs) }),
  }
  if (ssl === undefined) return written
  const hidden = Object.entries(ssl).map(([key, text]) => [key, hide(`sluice_source_${id}_ssl_${key}`, text)])
  return { ...written, ssl: Object.fromEntries(hidden) }
}

function writeModel({ id, source, identifier, query }: Model): object {
  return escapeAll({ id, source, identifier, query })
}

function writeDestination(destination: Destination, hide: Hide): object {
  const { id, source, writeKey, region, enabled, eventsPerSecond, requestsPerSecond, deadlineMs } =
    destination
  return {
    id,
    ...(source === null ? {} : { source }),
    write_key: hide(`sluice_destination_${id}_write_key`, writeKey),
    region,
    enabled,
    ...(eventsPerSecond === null ? {} : { events_per_second: eventsPerSecond }),
    ...(requestsPerSecond === null ? {} : { requests_per_second: requestsPerSecond }),
    ...(deadlineMs === DEFAULT_DEADLINE_MS ? {} : { deadline: formatDurationMs(deadlineMs) }),
  }
}

function writeMapping(mapping: Mapping): object {
  const { id, model, destination, action, trigger, filter, schedule, enabled, maxDeletedPercent, fields } =
    mapping
  return escapeAll({
    id,
    model,
    destination,
    action,
    trigger,
    ...(filter === null ? {} : { filter }),
    schedule: schedule ?? 'manual',
    enabled,
    ...(maxDeletedPercent === DEFAULT_MAX_DELETED_PERCENT ? {} : { max_deleted_percent: maxDeletedPercent }),
    fields,
  })
}

/** A value whose texts interpolate to what they are now. */
function escapeAll<T>(value: T): T {
  if (typeof value === 'string') return escapeReferences(value) as T
  if (Array.isArray(value)) return value.map(escapeAll) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, escapeAll(member)])) as T
}
