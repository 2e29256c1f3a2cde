import type { ConfigBox } from '@sluice/shared/secrets'

/** A box that opens nothing, for operations that read config and need none of its secrets. */
export const CLOSED_SECRETS: ConfigBox = {
  seal: () => {
    throw new Error('an operation without the secret key has nothing to seal')
  },
  open: () => '',
}
