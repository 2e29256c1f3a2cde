import { defineApply } from './apply.ts'
import { defineDeadLetters } from './dead-letters.ts'
import type { DefineCommand } from './define-command.ts'
import { defineDemo } from './demo.ts'
import { defineDisable, defineEnable } from './enable-disable.ts'
import { defineExport } from './export.ts'
import { defineMigrate } from './migrate.ts'
import { definePreview } from './preview.ts'
import { defineStart } from './start.ts'
import { defineStatus } from './status.ts'
import { defineSync } from './sync.ts'
import { defineSyncs } from './syncs.ts'

/** Every command, in the order in which help lists them. A new one is a file of its own and a line here. */
export const COMMANDS: readonly DefineCommand[] = [
  defineMigrate,
  defineApply,
  defineExport,
  definePreview,
  defineSync,
  defineSyncs,
  defineStatus,
  defineEnable,
  defineDisable,
  defineDeadLetters,
  defineStart,
  defineDemo,
]
