import type { Said } from '../notation/said.ts'
import {
  holdsCondition,
  isGroup,
  type FilterCondition,
  type FilterGroup,
  type FilterNode,
  type GroupOperator,
} from './filter-tree.ts'
import { isFunction, writeCondition } from './write-condition.ts'

/** Most conditions of a filter that is written in another form than it was built in. */
const LIMIT_CONDITIONS = 100

/**
 * A tree of conditions as FQL, empty for one without any. FQL nests one group deep, and a contains or match closes
 * the group around it: what is deeper is multiplied out, and told where that does not help either.
 */
export function writeFilter(tree: FilterGroup): Said<string> {
  const other = tree.operator === 'and' ? 'or' : 'and'
  for (const outer of [tree.operator, other] as const) {
    const terms = multiplyOut(tree, outer)
    if (terms !== null && isSayable(terms)) return writeTerms(terms, outer)
  }
  return { ok: false, message: 'has groups that a filter cannot say: nest them less deeply' }
}

type Terms = readonly (readonly FilterCondition[])[]

/** The conditions as groups of groups: `outer` between the terms, the other operator in each. */
function multiplyOut(node: FilterNode, outer: GroupOperator): Terms | null {
  if (!isGroup(node)) return [[node]]
  let product: Terms | null = null
  for (const member of node.members.filter(holdsCondition)) {
    const terms = multiplyOut(member, outer)
    if (terms === null) return null
    if (product === null) product = terms
    else if (node.operator === outer) product = [...product, ...terms]
    else product = product.flatMap((left) => terms.map((right) => [...left, ...right]))
    if (product.flat().length > LIMIT_CONDITIONS) return null
  }
  return product ?? []
}

function isSayable(terms: Terms): boolean {
  return terms.length <= 1 || terms.every((term) => term.length === 1 || term.filter(isFunction).length <= 1)
}

function writeTerms(terms: Terms, outer: GroupOperator): Said<string> {
  const inner = outer === 'and' ? 'or' : 'and'
  const written: string[] = []
  for (const term of terms) {
    const texts: string[] = []
    // The function stands last: its parenthesis closes the group.
    for (const condition of [...term.filter((each) => !isFunction(each)), ...term.filter(isFunction)]) {
      const said = writeCondition(condition)
      if (!said.ok) return said
      texts.push(said.value)
    }
    const text = texts.join(` ${inner} `)
    written.push(texts.length > 1 && terms.length > 1 ? `(${text})` : text)
  }
  return { ok: true, value: written.join(` ${outer} `) }
}
