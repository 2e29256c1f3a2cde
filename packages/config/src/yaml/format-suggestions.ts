import { Document, isMap } from 'yaml'
import type { Suggestions } from '@sluice/mapper/core'
import type { ActionName, Json } from '@sluice/shared/domain'
import { showControls } from '@sluice/shared/runtime'
import { escapeReferences } from './interpolate.ts'
import { printYaml } from './print-yaml.ts'

/**
 * Suggestions as the `action` and `fields` of a mapping, with how sure each is and why; what is left to a person stands
 * below as comments.
 */
export function formatSuggestions(
  action: ActionName,
  { suggestions, ties, needed, left }: Suggestions,
): string {
  const fields: Members = {}
  for (const { field, path } of suggestions) setWithin(fields, field.split('.'), escapeReferences(path))
  const yaml = new Document({ action, fields })
  for (const { field, score, reason } of suggestions) {
    const node = yaml.getIn(['fields', ...field.split('.')], true)
    if (!isMap(node)) continue
    node.flow = true
    node.comment = ` ${score.toFixed(2)}: ${reason}`
  }
  const comments = [
    ...ties.map(({ field, paths }) => `left open: ${field}, as ${paths.join(' and ')} fit alike`),
    ...(needed.length === 0 ? [] : [`needed, and no column is named like it: ${needed.join(', ')}`]),
    ...(left.length === 0 ? [] : [`left out: ${left.join(', ')}`]),
  ]
  return `${printYaml(yaml)}${comments.map((line) => `# ${showControls(line)}\n`).join('')}`
}

type Members = { [key: string]: Json }

function setWithin(members: Members, [key = '', ...rest]: readonly string[], path: string): void {
  if (rest.length === 0) members[key] = { '@path': path }
  else setWithin((members[key] ??= {}) as Members, rest, path)
}
