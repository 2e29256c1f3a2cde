/**
 * What a mapping may say beside what it sends. The store keeps options as they stand here, without a column for each.
 * A new one is optional and absent where it says nothing, so that what was kept before it goes on meaning the same.
 */
export interface MappingOptions {
  /** Share of the known records that may vanish before a sync stops and asks; 100 lets all of them go. */
  readonly maxDeletedPercent: number
}

/** The names of all options. */
export const MAPPING_OPTIONS = Object.keys({
  maxDeletedPercent: true,
} satisfies Record<keyof MappingOptions, true>) as readonly (keyof MappingOptions)[]
