import { expect, test } from '@jest/globals'
import { listSpecifiers } from './list-specifiers.ts'

test.each([
  ['a value', `import { a } from './a.ts'`],
  ['a type', `import type { A } from './a.ts'`],
  ['a type beside a value', `import { type A } from './a.ts'`],
  ['a side effect', `import './a.ts'`],
  ['a re-export', `export { a } from './a.ts'`],
  ['a re-export of a type', `export type { A } from './a.ts'`],
  ['a re-export of all', `export * from './a.ts'`],
  ['what is loaded later', `const load = async () => (await import('./a.ts')).a`],
  ['a type that is named where it is used', `let a: import('./a.ts').A`],
])('%s is an import', (_what, source) => {
  expect(listSpecifiers(source)).toEqual(['./a.ts'])
})

test('text that looks like an import is none', () => {
  expect(listSpecifiers(`// import './a.ts'\nexport const a = "import './b.ts'"`)).toEqual([])
})
