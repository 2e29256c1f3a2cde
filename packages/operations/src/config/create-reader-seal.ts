import { SluiceError } from '@sluice/shared/errors'
import { sealTextToReader, type ConfigBox, type ReaderPurpose } from '@sluice/shared/secrets'
import { chooseReaderKey, type Queryable } from '@sluice/shared/store'

const WORKER_OF = { sources: 'extractor', destinations: 'sender', alerts: 'extractor' } as const

/**
 * Seals secrets of the config to the public half of a key that a worker holds; fails with `worker_missing` where none
 * has ever published one.
 */
export function createReaderSeal(db: Queryable): ConfigBox['seal'] {
  return async (secret, place) => {
    const [purpose] = place.split('/') as [ReaderPurpose]
    const key = await chooseReaderKey(db, purpose)
    if (key !== null) return sealTextToReader(key, secret, place)
    throw new SluiceError(
      'worker_missing',
      `a secret of ${place} cannot be kept: no ${WORKER_OF[purpose]} has ever run here, and it is sealed to the key of that; start one`,
    )
  }
}
