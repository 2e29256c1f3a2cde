import { SluiceError } from '@sluice/shared/errors'
import type { KeyedBox, ConfigBox, ConfigPlace } from '@sluice/shared/secrets'

/**
 * A box for reading the current config in order to change it: what is sealed under a key that has been replaced, or
 * lost, opens as nothing that a file says, and so is written anew, under the key of now. What somebody else keeps is
 * only written anew when its key is lost.
 */
export function createResealingBox(secrets: KeyedBox, isForeign: (place: ConfigPlace) => boolean): ConfigBox {
  const tolerant = createTolerantBox(secrets)
  return {
    seal: (secret, place) => secrets.seal(secret, place),
    open: (sealed, place) =>
      isForeign(place) || secrets.isCurrent(sealed, place) ? tolerant.open(sealed, place) : '',
  }
}

/** A box that opens what it cannot open as nothing: a secret whose key is lost keeps nobody from changing the rest. */
export function createTolerantBox(secrets: ConfigBox): ConfigBox {
  return {
    seal: (secret, place) => secrets.seal(secret, place),
    async open(sealed, place) {
      try {
        return await secrets.open(sealed, place)
      } catch (error) {
        if (error instanceof SluiceError && error.code === 'secret_key_wrong') return ''
        throw error
      }
    },
  }
}
