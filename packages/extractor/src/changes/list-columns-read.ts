import type { Mapping } from '@sluice/shared/domain'

/** The columns that a mapping reads. What knows the mapping language is loaded when it is asked. */
export async function listColumnsRead(mapping: Mapping): Promise<readonly string[] | 'all'> {
  const language = await import('@sluice/mapper/core')
  return language.listColumnsRead(mapping)
}
