import { isAlias, isMap, isScalar, isSeq, type Alias, type Node } from 'yaml'

/**
 * The value that a node stands for, as JSON has it; `targets` says what its aliases
 * stand for. The keys of an object are text, and each is a member, whatever its name.
 */
export function toPlainValue(node: unknown, targets: ReadonlyMap<Alias, Node>): unknown {
  // What several aliases stand for is made once.
  const made = new Map<Node, unknown>()
  const convert = (value: unknown): unknown => {
    if (isAlias(value)) return convertTarget(targets.get(value))
    if (isScalar(value)) return value.value
    if (isSeq(value)) return value.items.map(convert)
    if (!isMap(value)) return value ?? null
    return Object.fromEntries(value.items.map((pair) => [formatKey(convert(pair.key)), convert(pair.value)]))
  }
  const convertTarget = (target: Node | undefined): unknown => {
    if (target === undefined) return null
    if (!made.has(target)) made.set(target, convert(target))
    return made.get(target)
  }
  return convert(node)
}

function formatKey(key: unknown): string {
  return typeof key === 'string' ? key : JSON.stringify(key).replace(/^null$/, '')
}
