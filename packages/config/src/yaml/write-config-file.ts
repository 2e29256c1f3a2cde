import { Document, isNode } from 'yaml'
import type { Config } from '@sluice/shared/domain'
import type { Path } from '../items/mistake.ts'
import { escapeReferences } from './interpolate.ts'
import { printYaml } from './print-yaml.ts'
import type { Manager } from '@sluice/shared/store'
import {
  RESOURCE_KINDS,
  SECTION_PATHS,
  formatResource,
  type Resource,
  type ResourceKind,
} from '../items/kinds.ts'
import { writeItemWith } from '../items/write-item.ts'

/** A config as a file says it: the document, and the variables that hold its secrets. */
export interface WrittenConfig {
  readonly document: object
  /** The name of each variable and the secret that it stands for. */
  readonly variables: ReadonlyMap<string, string>
  /** What people keep in the console, with its place in the document. */
  readonly kept: readonly { readonly name: string; readonly path: Path }[]
}

/**
 * The document of a config; each secret is a `${NAME}` named after its id. Applying it, with the variables set,
 * changes nothing.
 */
export function writeConfig(
  config: Config,
  managers: ReadonlyMap<string, Manager> = new Map(),
): WrittenConfig {
  const variables = new Map<string, string>()
  const hide = (name: string, secret: string): string => {
    const variable = findFreeName(name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_'), variables)
    variables.set(variable, secret)
    return `\${${variable}}`
  }
  const write = (resource: Resource): object =>
    writeItemWith(resource, {
      hide: (secret, path) => hide(`sluice_${resource.kind}_${resource.value.id}_${path.join('_')}`, secret),
      show: escapeReferences,
    })
  const list = (kind: ResourceKind): readonly object[] =>
    config[`${kind}s`].map((value) => write({ kind, value } as Resource))
  const document = {
    sources: list('source'),
    models: list('model'),
    destinations: list('destination'),
    mappings: list('mapping'),
    // Few files speak of them.
    ...(config.channels.length + config.rules.length === 0
      ? {}
      : { alerts: { channels: list('channel'), rules: list('rule') } }),
  }
  const kept = RESOURCE_KINDS.flatMap((kind) =>
    config[`${kind}s`].flatMap((value, index) => {
      const name = formatResource({ kind, value })
      return managers.get(name) === 'console' ? [{ name, path: [...SECTION_PATHS[kind], index] }] : []
    }),
  )
  return { document, variables, kept }
}

/** The document as YAML, headed by the variables that it needs. */
export function formatConfigFile({ document, variables, kept }: WrittenConfig): string {
  const names = [...variables.keys()].map((name) => `#   ${name}\n`).join('')
  const head = variables.size === 0 ? '' : `# The secrets of this file come from the environment:\n${names}\n`
  return `${head}${formatYaml(document, kept)}`
}

/** YAML that reads back as exactly this document. */
function formatYaml(document: object, kept: WrittenConfig['kept']): string {
  const yaml = new Document(document, { aliasDuplicateObjects: false })
  for (const { path } of kept) {
    const node = yaml.getIn(path, true)
    if (isNode(node)) node.commentBefore = ' kept in the console'
  }
  return printYaml(yaml)
}

/** Two ids may differ in - and _ alone, which a variable's name cannot. */
function findFreeName(name: string, taken: ReadonlyMap<string, string>): string {
  let free = name
  for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`
  return free
}
