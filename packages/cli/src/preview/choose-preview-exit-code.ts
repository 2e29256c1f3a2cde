import { EXIT, type ExitCode } from '../output/exit-codes.ts'
import type { PreviewDocument } from '@sluice/operations'

/**
 * What a preview comes to: a sync of these rows would send all of them, some of them,
 * or none. Skipped rows are none of either.
 */
export function choosePreviewExitCode(previews: readonly Pick<PreviewDocument, 'outcome'>[]): ExitCode {
  if (!previews.some(({ outcome }) => outcome === 'invalid')) return EXIT.done
  return previews.some(({ outcome }) => outcome === 'event') ? EXIT.partial : EXIT.failed
}
