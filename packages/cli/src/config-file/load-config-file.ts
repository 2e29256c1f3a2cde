import { readFile } from 'node:fs/promises'
import { SluiceError } from '@sluice/shared/errors'
import type { Variables } from './interpolate.ts'
import { parseConfigFile, type ConfigFile } from './parse-config-file.ts'

/** Reads and checks a config file; throws one error with a line for every mistake in it. */
export async function loadConfigFile(path: string, variables: Variables): Promise<ConfigFile> {
  const text = await readText(path)
  const file = parseConfigFile(text, path, variables)
  if (!file.ok) throw new SluiceError('file_invalid', file.mistakes.join('\n'))
  return file
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw new SluiceError(
      'file_invalid',
      `${path}: ${REASONS[code] ?? `the file cannot be read (${code})`}`,
      { cause },
    )
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file: name it with --file, or write one with `sluice export`',
  EISDIR: 'this is a directory, not a file',
  EACCES: 'the file may not be read by this user',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'the file is not UTF-8 text',
}
