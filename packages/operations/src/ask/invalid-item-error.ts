import { formatPath, type Mistake } from '@sluice/config'
import { SluiceError, type ErrorCode } from '@sluice/shared/errors'

/** An item that cannot be asked about, with what is wrong by paths in the item. */
export class InvalidItemError extends SluiceError {
  readonly mistakes: readonly Mistake[]

  constructor(code: ErrorCode, mistakes: readonly Mistake[]) {
    super(
      code,
      mistakes.map(({ path, message }) => (path.length === 0 ? message : `${formatPath(path)}: ${message}`)),
    )
    this.mistakes = mistakes
  }
}
