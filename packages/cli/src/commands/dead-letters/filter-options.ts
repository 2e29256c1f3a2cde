import { InvalidArgumentError, Option, type Command } from 'commander'
import { DEAD_LETTER_STAGES, parseDurationMs, type DeadLetterStage } from '@sluice/shared/domain'
import { DEAD_LETTER_CODES, SluiceError, type DeadLetterCode } from '@sluice/shared/errors'
import type { LetterOrderInput } from '@sluice/operations'
import type { LetterFilter } from '@sluice/shared/store'
import { parseCount, parseSyncId } from '../parse-options.ts'

/** The options by which dead letters are chosen. */
export interface FilterOptions {
  readonly mapping?: string
  readonly sync?: string
  readonly stage?: DeadLetterStage
  readonly code?: DeadLetterCode
  readonly since?: Date
}

/** Adds the options that choose dead letters. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--mapping <id>', 'of this mapping only')
    .option('--sync <id>', 'of this sync only, by its id or its beginning', parseSyncId)
    .addOption(new Option('--stage <stage>', 'that fell out of the flow here').choices(DEAD_LETTER_STAGES))
    .addOption(new Option('--code <code>', 'with this reason code').choices(DEAD_LETTER_CODES))
    .option(
      '--since <time>',
      'written down since then: an instant such as 2026-01-31T06:00Z, or 6h ago',
      parseSince,
    )
}

/** The filter that options say. */
export function readFilter({ mapping, sync, stage, code, since }: FilterOptions): LetterFilter {
  return {
    ...(mapping === undefined ? {} : { mapping }),
    ...(sync === undefined ? {} : { sync }),
    ...(stage === undefined ? {} : { stage }),
    ...(code === undefined ? {} : { code }),
    ...(since === undefined ? {} : { since }),
  }
}

/** Which letters an order is about, in the words of its operation. */
export function readOrder(
  ids: readonly string[],
  options: FilterOptions & { readonly all?: true; readonly dryRun?: true },
): LetterOrderInput {
  const filter = readFilter(options)
  if (ids.length === 0 && Object.keys(filter).length === 0 && options.all !== true) {
    throw new SluiceError(
      'usage_invalid',
      'sluice: which dead letters? Give ids, --mapping, --sync, --stage, --code or --since, or --all',
    )
  }
  const { all = false, dryRun = false } = options
  return { ...filter, ...(ids.length > 0 ? { ids } : {}), all, dryRun }
}

/** An id of a dead letter. */
export function parseLetterId(text: string): string {
  return String(parseCount(text))
}

/** Collects ids, each checked. */
export function parseLetterIds(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, parseLetterId(text)]
}

function parseSince(text: string): Date {
  const agoMs = parseDurationMs(text)
  const instant = agoMs === null ? new Date(text) : new Date(Date.now() - agoMs)
  if (agoMs === null && (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(instant.getTime()))) {
    throw new InvalidArgumentError(
      'it must be an instant such as 2026-01-31T06:00Z, or a length of time such as 6h',
    )
  }
  return instant
}
