import { parseSync } from '@swc/core'

/** What a module names to import, re-export or load later, types included, each once; `isPage`: it has markup. */
export function listSpecifiers(source: string, isPage = false): readonly string[] {
  const found = new Set<string>()
  visit(parseSync(source, { syntax: 'typescript', tsx: isPage, target: 'es2023' }), (node) => {
    const specifier = readSpecifier(node)
    if (specifier !== undefined) found.add(specifier)
  })
  return [...found]
}

/** A node of the tree that the parser makes; nothing of it is known beforehand. */
type Node = Readonly<Record<string, unknown>>

/** `import … from`, `export … from`, `import('…')`, and `import('…').T` as a type. */
function readSpecifier(node: Node): string | undefined {
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return readText(node['source'])
    case 'CallExpression':
      return isNode(node['callee']) && node['callee']['type'] === 'Import'
        ? readText(readFirstArgument(node['arguments']))
        : undefined
    case 'TsImportType':
      return readText(node['argument'])
    default:
      return undefined
  }
}

function readFirstArgument(list: unknown): unknown {
  const [first] = Array.isArray(list) ? (list as readonly unknown[]) : []
  return isNode(first) ? first['expression'] : undefined
}

function readText(node: unknown): string | undefined {
  return isNode(node) && node['type'] === 'StringLiteral' ? String(node['value']) : undefined
}

function visit(value: unknown, onNode: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, onNode)
  } else if (isNode(value)) {
    onNode(value)
    for (const child of Object.values(value)) visit(child, onNode)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}
