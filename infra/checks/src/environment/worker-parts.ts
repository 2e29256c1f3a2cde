import { consolePart } from '@sluice/console/main'
import { extractorPart } from '@sluice/extractor/main'
import { mapperPart } from '@sluice/mapper/main'
import { senderPart } from '@sluice/sender/main'
import type { WorkerPart } from '@sluice/shared/runtime'

/** The four processes that run as containers, as their own code describes them. */
export const WORKER_PARTS = {
  extractor: extractorPart,
  mapper: mapperPart,
  sender: senderPart,
  console: consolePart,
} as const satisfies Record<string, WorkerPart>

export type WorkerName = keyof typeof WORKER_PARTS

export const WORKER_NAMES = Object.keys(WORKER_PARTS) as readonly WorkerName[]
