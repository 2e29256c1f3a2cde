import type { Json } from '@sluice/shared/domain'
import type { Expression } from './expression.ts'
import type { MappingPath } from './mapping-error.ts'

/** Takes down one mistake in a mapping. */
export type Report = (path: MappingPath, message: string) => void

/** What a directive may ask of the compiler about the values inside it. */
export interface Compiler {
  /** Compiles a value that stands at this path. */
  compile(value: Json | undefined, path: MappingPath): Expression
  /** Reports what no row could make right about a value that stands at this path. */
  check(value: Json, path: MappingPath, report: Report): void
  /** Takes down what is legal and yet will not do what it says. */
  warn: Report
  /** A value that no row can have, with a warning that says so: it is legal as long as no row gets there. */
  fail(path: MappingPath, message: string): Expression
}

/**
 * One word of the mapping language. `check` finds what is wrong whatever the row; `compile` is given any
 * JSON at all, because what stands inside a list is not checked, and then fails for the rows that reach it.
 */
export interface Directive {
  check(value: Json, path: MappingPath, report: Report, compiler: Compiler): void
  compile(value: Json | undefined, path: MappingPath, compiler: Compiler): Expression
}
