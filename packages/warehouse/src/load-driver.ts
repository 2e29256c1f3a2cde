import { SluiceError } from '@sluice/shared/errors'

/**
 * Loads the driver of a warehouse when it is first needed. One that is not installed
 * fails with `driver_missing`, and the command that installs it.
 */
export async function loadDriver<Driver>(
  sourceId: string,
  packageName: string,
  load: () => Promise<Driver>,
): Promise<Driver> {
  try {
    return await load()
  } catch (error) {
    if (!isMissing(error, packageName)) throw error
    throw new SluiceError(
      'driver_missing',
      `source ${sourceId} needs the package ${packageName}: npm install ${packageName}`,
      { cause: error },
    )
  }
}

/** True for an import of this very package that found nothing; what it imports itself may be missing too. */
function isMissing(error: unknown, packageName: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND') &&
    error.message.includes(`'${packageName}'`)
  )
}
