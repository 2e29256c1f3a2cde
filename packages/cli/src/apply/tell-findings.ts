import type { Findings, GraveMistake, Mistake } from '@sluice/config'
import type { ConfigFile } from '@sluice/config/yaml'
import { SluiceError } from '@sluice/shared/errors'
import type { Shell } from '../shell.ts'

/**
 * Tells warnings on standard error, a line each in the order of the file, and throws
 * one error with a line for every mistake. `isStrict` takes warnings for mistakes.
 */
export function tellFindings(
  { mistakes, warnings }: Findings,
  file: Pick<ConfigFile, 'locate' | 'describe'>,
  { shell, isStrict }: { readonly shell: Pick<Shell, 'note'>; readonly isStrict: boolean },
): void {
  const format = (found: readonly Mistake[], prefix = ''): readonly string[] =>
    found
      .toSorted((left, right) => file.locate(left.path) - file.locate(right.path))
      .map(({ path, message }) => file.describe(path, `${prefix}${message}`))
  if (!isStrict) for (const line of format(warnings, 'warning: ')) shell.note(line)
  const refused: readonly Mistake[] = isStrict ? [...mistakes, ...warnings] : mistakes
  if (refused.length === 0) return
  const { code, cause } = findGravest(mistakes) ?? { code: 'file_invalid' as const, cause: undefined }
  throw new SluiceError(code, format(refused), { cause })
}

/** What has to be written differently weighs more than what may pass by itself. */
function findGravest(mistakes: readonly GraveMistake[]): GraveMistake | undefined {
  return mistakes.find(({ cause }) => cause?.kind !== 'transient') ?? mistakes[0]
}
