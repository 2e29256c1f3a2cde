import type { Condition, GroupCondition } from '@segment/destination-subscriptions'
import { formatSuggestion } from '@sluice/shared/domain'
import { parseFql } from '../filter/segment-fql.ts'
import type { Mistake } from '../mapping-config.ts'

/** What a row event may have at the fields of a filter that are the same for all models. */
const VALUES: { readonly [type: string]: { readonly name: string; readonly values: readonly string[] } } = {
  event: { name: 'event', values: ['new', 'updated', 'deleted'] },
  'event-type': { name: 'type', values: ['track'] },
}

/** The words of a trigger for what a row event calls otherwise. */
const MEANT: { readonly [word: string]: string } = {
  added: 'new',
  created: 'new',
  changed: 'updated',
  removed: 'deleted',
}

/** Conditions of a filter that compare with what no row event has. */
export function lintOperands(filter: string): readonly Mistake[] {
  const parsed = parseFql(filter)
  return 'error' in parsed ? [] : lintGroup(parsed)
}

/** The parser's type says that a group is never empty; `()` is. */
type Child = Condition | undefined

function lintGroup({ children }: GroupCondition): readonly Mistake[] {
  return children.flatMap((child: Child) => {
    if (child === undefined) return []
    return child.type === 'group' ? lintGroup(child) : lintCondition(child)
  })
}

function lintCondition(condition: Exclude<Condition, GroupCondition>): readonly Mistake[] {
  const known = VALUES[condition.type]
  const wanted = String(condition.value)
  const isCompared = condition.operator === '=' || condition.operator === '!='
  // Of quotes and of null the words of the filter have been judged already.
  const isTold = wanted.startsWith("'") || wanted === 'null'
  if (known === undefined || !isCompared || isTold || known.values.includes(wanted)) return []
  const { name, values } = known
  const word = MEANT[wanted]
  const hint = word === undefined ? formatSuggestion(wanted, values) : ` (did you mean "${word}"?)`
  const fate = condition.operator === '=' ? 'no row passes' : 'every row passes'
  const list = values.map((value) => `"${value}"`).join(' or ')
  return [
    { path: ['filter'], message: `${name} is ${list} and never "${wanted}"${hint}: ${fate} this condition` },
  ]
}
