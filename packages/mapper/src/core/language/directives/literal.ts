import type { Directive } from '../directive.ts'
import { checkAnything } from '../checks.ts'

/** `@literal`: the value as it stands; directives inside it still run. */
export const literal: Directive = {
  check: checkAnything,
  compile: (value, path, compiler) => compiler.compile(value, path),
}
