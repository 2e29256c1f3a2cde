import type { Directive } from '../directive.ts'
import { arrayPath } from './array-path.ts'
import { caseDirective } from './case.ts'
import { excludeWhenNull } from './exclude-when-null.ts'
import { flatten } from './flatten.ts'
import { ifDirective } from './if.ts'
import { json } from './json.ts'
import { liquid } from './liquid.ts'
import { literal } from './literal.ts'
import { merge } from './merge.ts'
import { path } from './path.ts'
import { replace } from './replace.ts'
import { template } from './template.ts'
import { transform } from './transform.ts'

/** Every directive of the mapping language by its name; names are case-sensitive. */
export const DIRECTIVES: ReadonlyMap<string, Directive> = new Map([
  ['@path', path],
  ['@template', template],
  ['@if', ifDirective],
  ['@case', caseDirective],
  ['@replace', replace],
  ['@arrayPath', arrayPath],
  ['@literal', literal],
  ['@flatten', flatten],
  ['@json', json],
  ['@merge', merge],
  ['@transform', transform],
  ['@excludeWhenNull', excludeWhenNull],
  ['@liquid', liquid],
])
