import { SluiceError } from '@sluice/shared/errors'

/** Nobody can be asked without Redis. */
export function redisAwayError(): SluiceError {
  return new SluiceError('redis_unreachable', 'redis does not answer, and no worker can be asked without it')
}
