export type { Variables } from './interpolate.ts'
export { parseConfigFile, type ConfigFile, type InvalidConfigFile } from './parse-config-file.ts'
export { formatSuggestions } from './format-suggestions.ts'
export { formatConfigFile, writeConfig, type WrittenConfig } from './write-config-file.ts'
