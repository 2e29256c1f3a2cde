import type { ErrorSubject } from './sluice-error.ts'

/**
 * A message less the name of its subject at the beginning, for whoever shows it beside that name: `model
 * people: no such column` is `no such column`. A message that begins with none of these is left as it is.
 */
export function withoutSubject(message: string, ...subjects: readonly ErrorSubject[]): string {
  for (const { kind, id } of subjects) {
    const rest = message.startsWith(`${kind} ${id}`) ? message.slice(`${kind} ${id}`.length) : ''
    if (/^[:,] /.test(rest)) return rest.slice(2)
  }
  return message
}
