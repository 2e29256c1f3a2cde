import type { KeyedBox, SecretBox } from '@sluice/shared/secrets'

/**
 * A box for reading the current config in order to change it: what is sealed under a key that has been replaced, or lost, opens as
 * nothing that a file says, and so is written anew, under the key of now.
 */
export function createResealingBox(secrets: KeyedBox): SecretBox {
  return {
    seal: (secret, place) => secrets.seal(secret, place),
    open: (sealed, place) => (secrets.isCurrent(sealed, place) ? secrets.open(sealed, place) : ''),
  }
}
