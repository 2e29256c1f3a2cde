import { defineApply } from './apply.ts'
import type { DefineCommand } from './define-command.ts'
import { defineMigrate } from './migrate.ts'
import { defineStart } from './start.ts'
import { defineSync } from './sync.ts'
import { defineSyncs } from './syncs.ts'

/** Every command, in the order in which help lists them. A new one is a file of its own and a line here. */
export const COMMANDS: readonly DefineCommand[] = [
  defineMigrate,
  defineApply,
  defineSync,
  defineSyncs,
  defineStart,
]
