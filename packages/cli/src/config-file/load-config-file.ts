import { SluiceError } from '@sluice/shared/errors'
import type { Variables } from './interpolate.ts'
import { readTextFile } from '../read-text-file.ts'
import { parseConfigFile, type ConfigFile } from './parse-config-file.ts'

/** Reads and checks a config file; throws one error with a line for every mistake in it. */
export async function loadConfigFile(path: string, variables: Variables): Promise<ConfigFile> {
  const text = await readTextFile(path)
  const file = parseConfigFile(text, path, variables)
  if (!file.ok) throw new SluiceError('file_invalid', file.mistakes)
  return file
}
