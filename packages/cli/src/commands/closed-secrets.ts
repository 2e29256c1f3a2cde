import type { SecretBox } from '@sluice/shared/secrets'

/** A box that opens nothing, for commands that read config and need none of its secrets. */
export const CLOSED_SECRETS: SecretBox = {
  seal: () => {
    throw new Error('a command without the secret key has nothing to seal')
  },
  open: () => '',
}
