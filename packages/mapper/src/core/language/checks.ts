import type { Json } from '@sluice/shared/domain'
import type { Compiler, Report } from './directive.ts'
import { hasDirectiveKey } from './is-directive.ts'
import { isMappingList, isMappingObject, nameType } from './json-value.ts'
import type { MappingPath } from './mapping-error.ts'

/** Reports what no row could make right about one value. */
export type Check = (value: Json, path: MappingPath, report: Report, compiler: Compiler) => void

/** What the options of a directive must hold; members that are not named may hold anything valid. */
export interface Options {
  readonly required?: { readonly [key: string]: Check }
  readonly optional?: { readonly [key: string]: Check }
}

/** Text as it stands: no directive. */
export const checkText: Check = (value, path, report) => {
  if (typeof value !== 'string') report(path, `must be text, but it is ${nameRaw(value)}`)
}

/** True or false as it stands. */
export const checkBoolean: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, `must be true or false, but it is ${nameRaw(value)}`)
}

/** A list, whatever its items: these are looked at when a row reaches them. */
export const checkList: Check = (value, path, report) => {
  if (!isMappingList(value)) report(path, `must be a list, but it is ${nameRaw(value)}`)
}

/** Text, or a directive that yields it. */
export const checkTextOrDirective: Check = (value, path, report, compiler) => {
  if (hasDirectiveKey(value)) compiler.check(value, path, report)
  else if (typeof value !== 'string') {
    report(path, `must be text or a directive, but it is ${nameRaw(value)}`)
  }
}

/** An object that is checked throughout, or a directive. */
export const checkObjectOrDirective: Check = (value, path, report, compiler) => {
  if (isMappingObject(value)) compiler.check(value, path, report)
  else report(path, `must be an object or a directive, but it is ${nameRaw(value)}`)
}

/** Any JSON, or a directive; what stands inside plain objects is looked at when a row reaches it. */
export const checkAnything: Check = (value, path, report, compiler) => {
  if (hasDirectiveKey(value)) compiler.check(value, path, report)
}

/** Text of so many UTF-16 units. */
export function checkTextOfLength(least: number, most: number): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') report(path, `must be text, but it is ${nameRaw(value)}`)
    else if (value.length < least) report(path, `must have at least ${least} character`)
    else if (value.length > most) {
      report(path, `must have at most ${most} characters, but it has ${value.length}`)
    }
  }
}

/** One of these words, in any case. */
export function checkWord(...words: readonly string[]): Check {
  return (value, path, report) => {
    if (typeof value !== 'string' || !words.includes(value.toLowerCase())) {
      report(path, `must be ${words.map((word) => `"${word}"`).join(' or ')}`)
    }
  }
}

/** The options of a directive: an object without directive keys, each member valid in itself and for its option. */
export function checkOptions({ required = {}, optional = {} }: Options): Check {
  const checks = new Map(Object.entries({ ...required, ...optional }))
  return (value, path, report, compiler) => {
    if (!isMappingObject(value) || hasDirectiveKey(value)) {
      report(path, `must be an object of options, but it is ${nameRaw(value)}`)
      return
    }
    for (const [key, member] of Object.entries(value)) {
      const check = checks.get(key)
      if (check === undefined) compiler.check(member, [...path, key], report)
      else checkBoth(check, member, [...path, key], report, compiler)
    }
    for (const key of Object.keys(required)) {
      if (!Object.hasOwn(value, key)) report(path, `must have "${key}"`)
    }
  }
}

/**
 * An option must be valid in itself too; its own check goes first, and one mistake per option is enough. What its own
 * check has looked into is not looked into again: directives within directives would cost twice as much at each level.
 */
function checkBoth(check: Check, value: Json, path: MappingPath, report: Report, compiler: Compiler): void {
  let isValid = true
  const reportOnce: Report = (place, message) => {
    isValid = false
    report(place, message)
  }
  let isChecked = false
  const noting: Compiler = {
    ...compiler,
    check(inner, place, reportInner) {
      isChecked ||= inner === value
      compiler.check(inner, place, reportInner)
    },
  }
  check(value, path, reportOnce, noting)
  if (isValid && !isChecked) compiler.check(value, path, report)
}

function nameRaw(value: Json): string {
  return hasDirectiveKey(value) ? 'a directive' : nameType(value)
}
