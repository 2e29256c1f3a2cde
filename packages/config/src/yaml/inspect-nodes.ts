import { isAlias, isMap, isNode, isScalar, isSeq, type Alias, type Document, type Node } from 'yaml'

/** Deepest nesting of a file. */
const LIMIT_LEVELS = 100

/** Most values that the aliases of a file may stand for together. */
const LIMIT_ALIASED_VALUES = 100_000

/** Tags that say what a value is anyway. */
const PLAIN_TAGS = ['map', 'seq', 'str', 'int', 'float', 'bool', 'null'].map(
  (name) => `tag:yaml.org,2002:${name}`,
)

/** What the nodes of a document show before anything is made of them. */
export interface InspectedNodes {
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>
  readonly mistakes: readonly { readonly offset: number; readonly message: string }[]
}

/**
 * Walks the nodes of a document once: what each alias stands for, and what cannot be read as plain
 * data. A document without a mistake can be made into a value whose size and depth are bounded.
 */
export function inspectNodes(document: Document): InspectedNodes {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  const sizes = new Map<Node, number>()
  const open = new Set<Node>()
  const mistakes: { offset: number; message: string }[] = []
  let aliasedValues = 0

  const report = (node: Node, message: string): number => {
    mistakes.push({ offset: node.range?.[0] ?? 0, message })
    return 1
  }
  let isTooDeep = false
  const reportDepth = (node: Node): number => {
    if (!isTooDeep) report(node, formatDepth())
    isTooDeep = true
    return 1
  }
  const followAlias = (alias: Alias): number => {
    const target = anchors.get(alias.source)
    if (target === undefined) return report(alias, `there is no anchor &${clip(alias.source)} above`)
    if (open.has(target)) return report(alias, `*${clip(alias.source)} stands inside of what it stands for`)
    targets.set(alias, target)
    const size = sizes.get(target) ?? 1
    const isTold = aliasedValues > LIMIT_ALIASED_VALUES
    aliasedValues += size
    if (!isTold && aliasedValues > LIMIT_ALIASED_VALUES) {
      report(
        alias,
        `aliases stand for more than ${LIMIT_ALIASED_VALUES.toLocaleString('en-US')} values up to here`,
      )
    }
    return size
  }
  /** Returns how many values the node stands for. */
  const walk = (node: unknown, depth: number): number => {
    if (!isNode(node)) return 1
    if (isAlias(node)) return followAlias(node)
    if (depth > LIMIT_LEVELS) return reportDepth(node)
    const message = formatNode(node)
    if (message !== null) report(node, message)
    if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node)
    open.add(node)
    let size = 1
    if (isSeq(node)) for (const item of node.items) size += walk(item, depth + 1)
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (isNode(key) && !isScalar(key)) report(key, 'a key must be text')
        else size += walk(key, depth + 1)
        size += walk(value, depth + 1)
      }
    }
    open.delete(node)
    sizes.set(node, size)
    return size
  }
  walk(document.contents, 0)
  return { targets, mistakes }
}

/** What is said of a file that is nested too deeply. */
export function formatDepth(): string {
  return `is nested more than ${LIMIT_LEVELS} levels deep`
}

function formatNode(node: Node): string | null {
  if (node.tag !== undefined && !PLAIN_TAGS.includes(node.tag))
    return 'tags such as this one mean nothing here'
  return isInexact(node) ? 'so large a number is not exact: put it in quotes' : null
}

/** True for a whole number that reads otherwise once JavaScript has held it. */
function isInexact(node: Node): boolean {
  if (!isScalar(node) || typeof node.value !== 'number') return false
  const digits = node.source?.replace(/^\+/, '') ?? ''
  return /^-?\d+$/.test(digits) && String(node.value) !== digits && BigInt(node.value) !== BigInt(digits)
}

function clip(name: string): string {
  return name.length > 50 ? `${name.slice(0, 50)}…` : name
}
