import { readFile } from 'node:fs/promises'
import { SluiceError } from '@sluice/shared/errors'

/** The text of a file that the user named, or an error that says why it cannot be had. */
export async function readTextFile(path: string): Promise<string> {
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
  ENOENT: 'there is no such file',
  EISDIR: 'this is a directory, not a file',
  EACCES: 'the file may not be read by this user',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'the file is not UTF-8 text',
}
