import type { Path, Report } from '../items/mistake.ts'

/** The variables that a file may name. */
export type Variables = Readonly<Record<string, string | undefined>>

// `$${` stands for the characters `${`; the last alternative catches what only begins like a variable.
const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{/g

/**
 * A value with every `${NAME}` in its strings replaced by the variable of that name; keys are left
 * alone. A variable that is not set, or empty, is reported, and its string keeps the reference.
 */
export function interpolate(value: unknown, variables: Variables, path: Path, report: Report): unknown {
  if (typeof value === 'string') return interpolateText(value, variables, path, report)
  if (Array.isArray(value))
    return value.map((item, index) => interpolate(item, variables, [...path, index], report))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      interpolate(member, variables, [...path, key], report),
    ]),
  )
}

function interpolateText(text: string, variables: Variables, path: Path, report: Report): string {
  return text.replaceAll(REFERENCE, (reference: string, name: string | undefined) => {
    if (reference === '$${') return '${'
    if (name === undefined) {
      report(
        path,
        'after ${ the name of an environment variable and } must follow; write $${ for the characters themselves',
      )
      return reference
    }
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value !== undefined && value !== '') return value
    report(path, `environment variable ${name} is not set`)
    return reference
  })
}

/** Stands for a variable in a text whose variables are left out. */
export const VARIABLE = '\0'

/** A text of the file with every `${NAME}` as VARIABLE: what of it stands in the file itself. */
export function maskVariables(text: string): string {
  return text.replaceAll(REFERENCE, (reference: string, name: string | undefined) =>
    name === undefined ? reference : VARIABLE,
  )
}

/** The text that interpolates to exactly these characters. */
export function escapeReferences(text: string): string {
  return text.replaceAll('${', () => '$${')
}
