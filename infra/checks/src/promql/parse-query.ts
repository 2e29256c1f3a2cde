import { parser } from '@prometheus-io/lezer-promql'

type Node = ReturnType<typeof parser.parse>['topNode']

/** A metric that a query asks for, with the labels that it matches it by or that an aggregation around it keeps. */
export interface Selector {
  readonly metric: string
  readonly labels: readonly string[]
}

/** What a PromQL query asks for. */
export interface ParsedQuery {
  readonly selectors: readonly Selector[]
  /** Texts that are no PromQL. */
  readonly mistakes: readonly string[]
}

/** Parses a query with Prometheus' own grammar. */
export function parseQuery(query: string): ParsedQuery {
  const selectors: Selector[] = []
  const mistakes: string[] = []
  const textOf = (node: Node): string => query.slice(node.from, node.to)

  const visit = (node: Node, kept: readonly string[]): void => {
    if (node.type.isError) mistakes.push(`at ${node.from}: ${textOf(node) || 'something is missing'}`)
    if (node.name === 'VectorSelector') {
      const metric = node.getChild('Identifier')
      selectors.push({
        metric: metric === null ? '' : textOf(metric),
        labels: [...kept, ...listLabels(node.getChild('LabelMatchers'), textOf)],
      })
    }
    const inner = node.name === 'AggregateExpr' ? [...kept, ...listKept(node, textOf)] : kept
    for (let child = node.firstChild; child !== null; child = child.nextSibling) visit(child, inner)
  }
  visit(parser.parse(query).topNode, [])
  return { selectors, mistakes }
}

function listKept(aggregate: Node, textOf: (node: Node) => string): readonly string[] {
  const modifier = aggregate.getChild('AggregateModifier')
  if (modifier === null || modifier.getChild('By') === null) return []
  return (modifier.getChild('GroupingLabels')?.getChildren('LabelName') ?? []).map(textOf)
}

function listLabels(matchers: Node | null, textOf: (node: Node) => string): readonly string[] {
  return (matchers?.getChildren('UnquotedLabelMatcher') ?? []).flatMap((matcher) =>
    matcher.getChildren('LabelName').map(textOf),
  )
}
