import { SluiceError } from '@sluice/shared/errors'
import { type ConfigFile, parseConfigFile, type Variables } from '@sluice/config/yaml'
import { readTextFile } from '../read-text-file.ts'

/** Reads and checks a config file; throws one error with a line for every mistake in it. */
export async function loadConfigFile(path: string, variables: Variables): Promise<ConfigFile> {
  const text = await readTextFile(path)
  const file = parseConfigFile(text, path, variables)
  if (!file.ok) throw new SluiceError('file_invalid', file.mistakes)
  return file
}
