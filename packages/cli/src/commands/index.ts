import type { DefineCommand } from './define-command.ts'

/**
 * Every command by the word that calls it, in the order in which help lists them; loaded when it is called,
 * since what one needs takes the others a while to load. A new command is a file of its own and a line here.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  migrate: async () => (await import('./migrate.ts')).defineMigrate,
  apply: async () => (await import('./apply.ts')).defineApply,
  export: async () => (await import('./export.ts')).defineExport,
  preview: async () => (await import('./preview.ts')).definePreview,
  suggest: async () => (await import('./suggest.ts')).defineSuggest,
  'test-source': async () => (await import('./test-source.ts')).defineTestSource,
  'test-destination': async () => (await import('./test-destination.ts')).defineTestDestination,
  sync: async () => (await import('./sync.ts')).defineSync,
  syncs: async () => (await import('./syncs.ts')).defineSyncs,
  cancel: async () => (await import('./cancel.ts')).defineCancel,
  baseline: async () => (await import('./baseline.ts')).defineBaseline,
  reset: async () => (await import('./reset.ts')).defineReset,
  status: async () => (await import('./status.ts')).defineStatus,
  usage: async () => (await import('./usage.ts')).defineUsage,
  enable: async () => (await import('./enable-disable.ts')).defineEnable,
  disable: async () => (await import('./enable-disable.ts')).defineDisable,
  record: async () => (await import('./record.ts')).defineRecord,
  'dead-letters': async () => (await import('./dead-letters/index.ts')).defineDeadLetters,
  alerts: async () => (await import('./alerts/index.ts')).defineAlerts,
  tokens: async () => (await import('./tokens/index.ts')).defineTokens,
  keys: async () => (await import('./keys.ts')).defineKeys,
  start: async () => (await import('./start.ts')).defineStart,
  completion: async () => (await import('./completion.ts')).defineCompletion,
  demo: async () => (await import('./demo.ts')).defineDemo,
}
