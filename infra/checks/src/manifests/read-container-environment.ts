import { createSampleValue } from '../environment/list-environment-mistakes.ts'
import type { Container } from './manifest.ts'

/** The environment of a container: values as they stand, a sample for what comes from a secret and must be there. */
export function readContainerEnvironment(
  { env = [] }: Container,
  common: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const given: Record<string, string> = { ...common }
  for (const { name, value, valueFrom } of env) {
    if (value !== undefined) given[name] = value
    else if (valueFrom?.secretKeyRef?.optional !== true) given[name] = createSampleValue(name)
  }
  return given
}
