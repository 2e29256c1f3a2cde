import type { Json } from '@sluice/shared/domain'
import type { Compiler, Report } from './directive.ts'
import { DIRECTIVES } from './directives/index.ts'
import { constant, failing, listOf, objectOf, type Expression } from './expression.ts'
import { hasDirectiveKey, isDirective, isDirectiveKey } from './is-directive.ts'
import { isMappingList, isMappingObject } from './json-value.ts'
import type { MappingPath } from './mapping-error.ts'

/** A compiler that takes down its warnings with `warn`. */
export function createCompiler(warn: Report): Compiler {
  const compiler: Compiler = {
    compile: (value, path) => compileValue(value, path, compiler),
    check: (value, path, report) => checkValue(value, path, report, compiler),
    warn,
    fail: (path, message) => {
      warn(path, `${message}; every row that gets here fails`)
      return failing(path, message)
    },
  }
  return compiler
}

/** Compiles any value of a mapping: directives run, objects and lists are built, everything else stands for itself. */
function compileValue(value: Json | undefined, path: MappingPath, compiler: Compiler): Expression {
  if (isMappingList(value)) return compileList(value, path, compiler)
  if (!isMappingObject(value)) return constant(value)
  return isDirective(value) ? compileDirective(value, path, compiler) : compileObject(value, path, compiler)
}

function compileList(items: readonly Json[], path: MappingPath, compiler: Compiler): Expression {
  const expressions = items.map((item, index) => compileValue(item, [...path, index], compiler))
  return listOf(expressions)
}

function compileObject(
  object: { readonly [key: string]: Json },
  path: MappingPath,
  compiler: Compiler,
): Expression {
  if (hasDirectiveKey(object)) {
    compiler.warn(path, 'is sent as it stands, not run: a directive must be the only key of its object')
  }
  const members = Object.entries(object).map(([key, value]) => ({
    key,
    expression: compileValue(value, [...path, key], compiler),
  }))
  return objectOf(members)
}

function compileDirective(
  object: { readonly [key: string]: Json },
  path: MappingPath,
  compiler: Compiler,
): Expression {
  const name = Object.keys(object).find(isDirectiveKey) ?? ''
  const place = [...path, name]
  const directive = DIRECTIVES.get(name)
  if (directive === undefined) return compiler.fail(place, 'is no directive')
  return directive.compile(object[name], place, compiler)
}

/** Lists are not entered: what stands inside them is looked at by the rows that get there. */
function checkValue(value: Json, path: MappingPath, report: Report, compiler: Compiler): void {
  if (!isMappingObject(value)) return
  if (hasDirectiveKey(value)) {
    checkDirective(value, path, report, compiler)
    return
  }
  for (const [key, member] of Object.entries(value)) checkValue(member, [...path, key], report, compiler)
}

function checkDirective(
  object: { readonly [key: string]: Json },
  path: MappingPath,
  report: Report,
  compiler: Compiler,
): void {
  const names = Object.keys(object).filter(isDirectiveKey)
  const others = Object.keys(object).filter((key) => !isDirectiveKey(key) && key !== '_metadata')
  const [name = ''] = names
  const directive = DIRECTIVES.get(name)
  if (names.length > 1) {
    report(path, `must hold one directive, but it holds ${names.map((key) => `"${key}"`).join(' and ')}`)
  } else if (others.length > 0) {
    report(
      path,
      `must hold "${name}" alone, but ${others.map((key) => `"${key}"`).join(', ')} stands beside it`,
    )
  } else if (directive === undefined) {
    report([...path, name], `is no directive; there are ${[...DIRECTIVES.keys()].join(' ')}`)
  } else {
    directive.check(object[name] as Json, [...path, name], report, compiler)
  }
}
