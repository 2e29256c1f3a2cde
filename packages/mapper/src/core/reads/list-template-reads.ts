import { parsePath } from '../language/path.ts'

const PLACEHOLDER = /\{\{\{([^}]+)\}\}\}|\{\{([^}]+)\}\}/g

/** The keys that each placeholder of a `@template` reads. */
export function listTemplateReads(template: string): readonly (readonly string[])[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, triple, double]) =>
    parsePath((triple ?? double ?? '').trim()),
  )
}
