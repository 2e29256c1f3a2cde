import type { Json } from '@sluice/shared/domain'
import { isMappingObject } from './json-value.ts'

/** True when a key names a directive. */
export function isDirectiveKey(key: string): boolean {
  return key.startsWith('@')
}

/** True for an object with a directive key, whatever else stands beside it. */
export function hasDirectiveKey(value: Json | undefined): boolean {
  return isMappingObject(value) && Object.keys(value).some(isDirectiveKey)
}

/** True for an object that runs as a directive: nothing but directive keys and `_metadata`. */
export function isDirective(value: Json | undefined): boolean {
  return (
    isMappingObject(value) &&
    hasDirectiveKey(value) &&
    Object.keys(value).every((key) => isDirectiveKey(key) || key === '_metadata')
  )
}
