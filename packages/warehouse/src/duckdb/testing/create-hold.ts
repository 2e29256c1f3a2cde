import * as driver from '@duckdb/node-api'
import type { DuckdbSettings } from '../options.ts'
import { useFiles, type FileUse } from '../share-files.ts'

/** Has a source's files open between calls of this process, which then join: opening takes longer than most calls. */
export interface Hold {
  take(): void
  release(): Promise<void>
}

/** A hold on the files of a source, which is not taken yet. */
export function createHold(settings: DuckdbSettings): Hold {
  let use: Promise<FileUse> | undefined
  return {
    take() {
      use ??= useFiles(driver, settings, 'both')
    },
    async release() {
      const held = await use
      use = undefined
      await held?.release()
    },
  }
}
