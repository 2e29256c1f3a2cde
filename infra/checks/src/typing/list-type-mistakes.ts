import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../folders.ts'

/** A document that must satisfy a type; `name` tells where it stands. */
export interface TypedDocument {
  readonly name: string
  readonly document: unknown
  readonly module: string
  readonly type: string
}

const COMPILER = fileURLToPath(new URL('node_modules/.bin/tsc', ROOT))
// Within the package, so that the compiler finds the models beside it.
const CACHE = fileURLToPath(new URL('infra/checks/node_modules/.cache/', ROOT))
const CONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  },
  files: ['documents.ts'],
}

/**
 * What the compiler finds wrong with documents as literals of their types: a field that
 * the type does not know, a value that it does not allow, a field that is missing.
 */
export function listTypeMistakes(documents: readonly TypedDocument[]): readonly string[] {
  const lines: string[] = []
  // The document that a line of the source belongs to.
  const owners: string[] = []
  for (const [i, { name, document, module, type }] of documents.entries()) {
    const text = `import type { ${type} as T${i} } from '${module}'\nexport const d${i} = ${JSON.stringify(document, null, 1)} satisfies T${i}`
    for (const line of text.split('\n')) {
      lines.push(line)
      owners.push(name)
    }
  }
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'types-'))
  try {
    writeFileSync(join(folder, 'documents.ts'), lines.join('\n'))
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG))
    const { stdout, error } = spawnSync(COMPILER, ['-p', '.', '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (error !== undefined) throw error
    return [...stdout.matchAll(/^documents\.ts\((\d+),\d+\): error TS\d+: (.*)$|^.*error.*$/gm)].map(
      ([text, line, message]) => (line === undefined ? text : `${owners[Number(line) - 1]}: ${message}`),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
