import { SluiceError } from '../errors/index.ts'

/**
 * What `open` opens, or null when it was sealed under a key that this process does not
 * have: the others shall not wait for it.
 */
export function openIfKeyKnown<T>(open: () => T): T | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'secret_key_wrong') return null
    throw error
  }
}
